import {
  type CeilingAnswer,
  type CeilingContext,
  ceilingFor,
  type Exchange,
  sizesOf,
} from '@benchwright/load-driver';
import type { PlanCell } from '@benchwright/result-schema';

/** Mean bytes of what the first trial exchanged. */
export type Sizes = NonNullable<ReturnType<typeof sizesOf>>;

/** What an endpoint exchanges, of sizes that only its answers tell; or why there is no ceiling to compare it with. */
export type ExchangeOf = (sizes: Sizes) => Exchange | { readonly none: string };

/** Of the time that the whole run takes: a run of a hundred requests must not wait for a second. */
const MOST_SHARE = 0.25;
const SHORTEST_NS = 0.3e9;

/**
 * The ceiling of the generator for an endpoint. What an answer weighs is known once a trial has been measured: no request is sent for
 * the purpose.
 */
export async function endpointCeiling(
  cell: PlanCell,
  exchangeOf: ExchangeOf,
  ceiling: number | false,
  ctx: CeilingContext,
): Promise<CeilingAnswer> {
  const sizes = sizesOf(ctx);
  if (ceiling !== false && (sizes === null || ctx.first === null)) return null;
  const exchange = exchangeOf(sizes ?? { requestBytes: 0, bodyBytes: 0 });
  if ('none' in exchange) return exchange;
  const runNs = (ctx.first?.durationNs ?? 0) * cell.trialLoads.length;
  const lengthNs = ceiling === false ? false : Math.min(ceiling, Math.max(SHORTEST_NS, MOST_SHARE * runNs));
  return await ceilingFor(exchange, lengthNs, ctx);
}

/**
 * The responder speaks plain TCP over connections that stay. Measured (10 connections, 100 bytes, two cores): TLS costs the generator 1.7 to 1.8
 * times the CPU of a plain request, a connection for each 9 to 10 times, so that a ceiling without them would be far too high.
 */
const PLAIN_AND_KEPT =
  'the responder that does nothing has plain connections that stay, over which a request costs the generator far less (health.busyShare tells how much it had left)';

/** Why some connections have no ceiling; null where they have. */
export function withoutCeiling(
  secure: boolean,
  connectionPolicy: 'shared' | 'per-request',
): { readonly none: string } | null {
  if (secure) return { none: `it is not measured over TLS: ${PLAIN_AND_KEPT}` };
  return connectionPolicy === 'per-request'
    ? { none: `it is not measured with a connection for every request: ${PLAIN_AND_KEPT}` }
    : null;
}
