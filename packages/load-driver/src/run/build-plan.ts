import type { Load, Plan, PlanCell } from '@benchwright/result-schema';
import { createRandom } from '@benchwright/stats';

/**
 * Orders the trials of all cells: round by round, within a round in an order drawn from the seed, so that a machine
 * that drifts disturbs every cell alike and no cell always comes first. Pure: same cells and seed, same plan.
 */
export function buildPlan(cells: readonly PlanCell[], seed: number): Plan {
  const random = createRandom(seed).fork('plan-order');
  const rounds = Math.max(...cells.map((cell) => cell.trialLoads.length));
  const order: Plan['order'] = [];
  for (let trial = 0; trial < rounds; trial++) {
    const round = cells
      .filter((cell) => trial < cell.trialLoads.length)
      .map((cell) => ({ cell: cell.id, trial }));
    random.shuffle(round);
    order.push(...round);
  }
  return { seed, cells: [...cells], order };
}

/**
 * Splits a total of requests over trials as evenly as whole numbers allow; the parts sum to the total exactly.
 * Fewer requests than trials make fewer trials, never an empty one.
 */
export function splitIterations(total: number, trials: number, concurrency: number): Load[] {
  const parts = Math.min(total, trials);
  const base = Math.floor(total / parts);
  const larger = total % parts;
  return Array.from({ length: parts }, (_, i) => ({
    model: 'iterations' as const,
    count: base + (i < larger ? 1 : 0),
    concurrency,
  }));
}
