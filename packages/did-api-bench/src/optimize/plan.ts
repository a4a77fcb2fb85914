import type { Plan, PlanCell } from '@benchwright/result-schema';
import { createRandom } from '@benchwright/stats';
import type { OptimizeConfig } from './config.js';
import { OPTIMIZE_OPERATIONS } from './technique.js';
import { cellId, type Variant, variantsOf } from './variant.js';

/**
 * A cell for each server and operation. In every round each server has one turn, in which all operations are measured on the one
 * process; the order of the servers is drawn from the seed for each block of two rounds and turned about within it (A B C, C B A),
 * so that a machine that drifts evenly adds the same to all of them. Pure: same config and seed, same plan.
 */
export function planOptimize(config: OptimizeConfig, seed: number): Plan {
  const variants = variantsOf(config);
  const random = createRandom(seed).fork('optimize-order');
  const order: Plan['order'] = [];
  let turn: Variant[] = [];
  for (let trial = 0; trial < config.trials; trial++) {
    if (trial % 2 === 0) {
      turn = [...variants];
      random.shuffle(turn);
    } else {
      turn = turn.toReversed();
    }
    for (const { id } of turn) {
      for (const operation of OPTIMIZE_OPERATIONS) order.push({ cell: cellId(id, operation), trial });
    }
  }
  return { seed, cells: variants.flatMap((variant) => cellsOf(variant, config)), order };
}

function cellsOf({ id, batch }: Variant, { trials, duration, connections }: OptimizeConfig): PlanCell[] {
  return OPTIMIZE_OPERATIONS.map((operation) => ({
    id: cellId(id, operation),
    factors: { server: id, operation, ...(operation === 'verify' ? { batch } : {}) },
    trialLoads: Array.from({ length: trials }, () => ({
      model: 'closed' as const,
      concurrency: connections,
      durationNs: duration,
    })),
  }));
}
