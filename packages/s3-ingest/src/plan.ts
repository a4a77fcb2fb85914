import { buildPlan } from '@benchwright/load-driver';
import type { Load, Plan, PlanCell } from '@benchwright/result-schema';
import type { S3IngestConfig } from './config.js';
import { type CellSpec, factorsOf } from './design/cell-spec.js';
import { designSpecs } from './design/design-specs.js';
import { NothingToMeasureError } from './errors.js';

/**
 * A cell for each function of the design whose name begins with `functionPrefix`, all with the same trials; `buildPlan` interleaves
 * them in rounds, each in an order drawn from the seed. Pure: same config and seed, same plan.
 *
 * @throws NothingToMeasureError when no function is left
 */
export function planS3Ingest(config: S3IngestConfig, seed: number): Plan {
  const specs = designSpecs(config);
  if (specs.length === 0) throw new NothingToMeasureError(config.functionPrefix, config.naming);
  const cells = specs.map(
    ({ id, spec }): PlanCell => ({
      id,
      factors: factorsOf(spec),
      trialLoads: Array.from({ length: config.trials }, () => trialLoad(config)),
    }),
  );
  return buildPlan(cells, seed);
}

/** What a trial counts: so many invocations, at a concurrency or at a rate. */
export function trialLoad({ invocations, concurrency, rate, arrivals }: S3IngestConfig): Load {
  if (rate === null) {
    return { model: 'iterations', count: invocations, concurrency: Math.min(concurrency, invocations) };
  }
  return { model: arrivals, ratePerSec: rate, durationNs: Math.ceil((invocations / rate) * 1e9) };
}

/** Invocations that may be under way at once. */
export function slotsOf({ concurrency, invocations, rate, maxInFlight }: S3IngestConfig): number {
  return rate === null ? Math.min(concurrency, invocations) : maxInFlight;
}

/**
 * Environments of a function that are warmed before a trial: `concurrency`, and no more than its reservation lets exist, than invocations are
 * to come, or than may be under way under a rate.
 */
export function warmEnvironments({ reservedConcurrency }: CellSpec, config: S3IngestConfig): number {
  const { concurrency, invocations } = config;
  const most = reservedConcurrency === 0 ? Number.POSITIVE_INFINITY : reservedConcurrency;
  return Math.min(concurrency, invocations, slotsOf(config), most);
}

/** What runs uncounted before a trial, all environments at once: one more under way than those would only be throttled, and wait. */
export function warmupLoad(spec: CellSpec, config: S3IngestConfig): Load | null {
  const environments = warmEnvironments(spec, config);
  const count = config.warmupInvocations ?? environments;
  return count === 0 ? null : { model: 'iterations', count, concurrency: Math.min(environments, count) };
}
