import type { Plan, PlanCell } from '@benchwright/result-schema';
import { createRandom } from '@benchwright/stats';

/**
 * Orders the trials of two sides in blocks of two rounds, A B B A or B A A B as the seed draws it for each block: within a block both
 * sides have the same mean time, so a machine that drifts evenly adds the same to both, and over the blocks neither comes first.
 * Pure: same cells and seed, same plan.
 */
export function abbaPlan(base: PlanCell, head: PlanCell, seed: number): Plan {
  const random = createRandom(seed).fork('abba');
  const rounds = Math.min(base.trialLoads.length, head.trialLoads.length);
  const order: Plan['order'] = [];
  let pair: readonly string[] = [];
  for (let trial = 0; trial < rounds; trial++) {
    if (trial % 2 === 0) pair = random.nextUint32() % 2 === 0 ? [base.id, head.id] : [head.id, base.id];
    const round = trial % 2 === 0 ? pair : pair.toReversed();
    order.push(...round.map((cell) => ({ cell, trial })));
  }
  return { seed, cells: [base, head], order };
}
