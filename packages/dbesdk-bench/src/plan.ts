import { buildPlan } from '@benchwright/load-driver';
import type { Load, Plan, PlanCell } from '@benchwright/result-schema';
import { type CellSpec, factorsOf } from './cell-spec.js';
import type { DbesdkConfig } from './config.js';
import { dynamoDbTargetOf } from './dynamodb-target.js';
import { NothingToMeasureError } from './errors.js';
import { cellIds } from './plan/cell-ids.js';
import { cellSpecs } from './plan/cell-specs.js';
import { trialNs } from './plan/expected-time.js';
import { type Scenario, scenarioOf } from './scenario.js';

/**
 * The cells of a config: sizes × tests × concurrency × what varies in the item, all with the same number of trials. Pure:
 * same config and seed, same plan.
 *
 * @throws NothingToMeasureError when the config leaves no cell
 */
export function planDbesdk(config: DbesdkConfig, seed: number): Plan {
  const scenario = scenarioOf(config);
  const { planned, leftOut } = cellSpecs(config, scenario, dynamoDbTargetOf(config) !== null);
  if (planned.length === 0) throw new NothingToMeasureError(leftOut.map(({ why }) => why));
  const ids = cellIds(planned);
  const cells = planned.map(
    (spec, i): PlanCell => ({
      id: ids[i]!,
      factors: factorsOf(spec),
      trialLoads: Array.from({ length: config.trials }, () => trialLoad(spec, scenario)),
    }),
  );
  return buildPlan(cells, seed);
}

/**
 * What a trial counts. Timed ones are long enough for the operations asked for at least, at a cautious guess of their speed; those
 * in a process of their own (memory, stages) take a number of operations, which is what such a process is told.
 */
function trialLoad(spec: CellSpec, { iterations }: Scenario): Load {
  if (spec.test === 'memory') return { model: 'iterations', count: iterations.measurement, concurrency: 1 };
  const durationNs = Math.max(iterations.min_time, trialNs(spec, iterations.measurement));
  return { model: 'closed', concurrency: spec.concurrency, durationNs: Math.max(1, Math.round(durationNs)) };
}

/** What runs uncounted before a trial: the operations asked for at least, and the time. */
export function warmupLoad(spec: CellSpec, config: DbesdkConfig): Load | null {
  const { iterations } = scenarioOf(config);
  const { concurrency } = spec;
  const guessNs = trialNs(spec, iterations.warmup);
  if (guessNs > iterations.warmup_time) {
    return { model: 'iterations', count: Math.max(iterations.warmup, concurrency), concurrency };
  }
  if (iterations.warmup_time === 0) return null;
  return { model: 'closed', concurrency, durationNs: iterations.warmup_time };
}
