import { durationNs } from '@benchwright/result-schema';
import { z } from 'zod';
import type { CeilingAnswer, CeilingContext } from '../suite/suite.js';
import { type Exchange, isSameExchange } from './exchange.js';
import { measureCeiling } from './measure-ceiling.js';

/** Long enough for a rate to settle; no more of a run than it must be. */
const DEFAULT_NS = 1.2e9;
/** For `--quick`. */
export const QUICK_CEILING = '400ms';

/** The field `ceiling` of a suite's config: how long the ceiling of each kind of exchange is measured, or `false`. */
export const ceilingField = z
  .union([z.literal(false), durationNs({ max: 60e9 })], {
    error: 'must be a duration such as 1s, or false for no measurement',
  })
  .default(DEFAULT_NS)
  .describe(
    'How long the most that the generator itself could offer is measured before a cell, against a responder that does nothing; false: not at all.',
  );

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
  return { ceiling: await measureCeiling({ clock, exchange, durationNs: lengthNs, signal }) };
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
