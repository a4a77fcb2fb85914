import { type Cost, type CostTerms, type InvocationUsage, invocationCost } from './invocation-cost.js';
import type { Prices } from './prices.js';

/** What the invocations of a cell (or of one trial of it) cost together. */
export interface CellCost extends Cost {
  readonly invocations: number;
  /** Objects that S3 has: failed invocations cost, and store none. */
  readonly objects: number;
  /** What a million stored objects would cost at this rate, failures included; NaN where none was stored. */
  readonly usdPerMillionObjects: number;
  /** What a million invocations would cost. */
  readonly usdPerMillionInvocations: number;
}

const PARTS = [
  'billedMs',
  'gbSeconds',
  'computeUsd',
  'requestUsd',
  'putUsd',
  'storageUsd',
  'totalUsd',
] as const;

/** Sums the cost of invocations. `objects` of them stored one. O(invocations). */
export function cellCost(
  usages: readonly InvocationUsage[],
  objects: number,
  terms: CostTerms,
  prices: Prices,
): CellCost {
  const sum: Record<(typeof PARTS)[number], number> = {
    billedMs: 0,
    gbSeconds: 0,
    computeUsd: 0,
    requestUsd: 0,
    putUsd: 0,
    storageUsd: 0,
    totalUsd: 0,
  };
  for (const usage of usages) {
    const cost = invocationCost(usage, terms, prices);
    for (const part of PARTS) sum[part] += cost[part];
  }
  const perMillion = (count: number) => (count === 0 ? Number.NaN : (sum.totalUsd / count) * 1e6);
  return {
    ...sum,
    invocations: usages.length,
    objects,
    usdPerMillionObjects: perMillion(objects),
    usdPerMillionInvocations: perMillion(usages.length),
  };
}
