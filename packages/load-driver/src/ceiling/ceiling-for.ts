import type { CeilingAnswer, CeilingContext } from '../suite/suite.js';
import { type Exchange, isSameExchange } from './exchange.js';
import { measureCeiling } from './measure-ceiling.js';

/**
 * What `Session.measureCeiling` answers for an exchange: the ceiling recorded for the same exchange earlier in the run, else one measured
 * now, for as long as the config's `ceiling` says; none when that says false.
 *
 * @throws what `measureCeiling` throws
 */
export async function ceilingFor(
  exchange: Exchange,
  lengthNs: number | false,
  ctx: CeilingContext,
): Promise<CeilingAnswer> {
  if (lengthNs === false || lengthNs === 0) return { none: 'it was turned off (ceiling: false)' };
  const known = ctx.known.find((ceiling) => isSameExchange(ceiling, exchange));
  if (known !== undefined) return { ceiling: known };
  const { clock, signal, events, cell } = ctx;
  events({ type: 'ceiling-started', cell, durationNs: lengthNs });
  const at = new Date().toISOString();
  return { at, ceiling: await measureCeiling({ clock, exchange, durationNs: lengthNs, signal }) };
}

/**
 * Mean sizes of what a trial exchanged, as far as they follow from its record: bytes of a whole request, and of an answer's body. Null
 * where nothing was answered.
 */
export function sizesOf({
  first,
}: Pick<CeilingContext, 'first'>): { readonly requestBytes: number; readonly bodyBytes: number } | null {
  if (first === null || first.counts.ok === 0 || first.counts.sent === 0) return null;
  const { counts, bytes } = first;
  return {
    requestBytes: Math.round(bytes.out / counts.sent),
    bodyBytes: Math.round(bytes.body / counts.ok),
  };
}
