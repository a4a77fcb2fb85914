import type { DbesdkConfig } from './config.js';
import type { TestType } from './factor-names.js';

/** What of a config counts for a run: `quick_config` in place of the keys it names when `quick` is set. */
export interface Scenario {
  /** Ascending, each once. */
  readonly dataSizes: readonly number[];
  readonly concurrencyLevels: readonly number[];
  readonly testTypes: readonly TestType[];
  readonly iterations: DbesdkConfig['iterations'];
}

/** The scenario of a config. Pure. */
export function scenarioOf(config: DbesdkConfig): Scenario {
  const { quick, quick_config: instead } = config;
  const sizes = quick ? instead.data_sizes : config.data_sizes;
  return {
    dataSizes: ascending([...sizes.small, ...sizes.medium, ...sizes.large]),
    concurrencyLevels: ascending(quick ? instead.concurrency_levels : config.concurrency_levels),
    testTypes: [...new Set(quick ? instead.test_types : config.test_types)],
    iterations: quick ? instead.iterations : config.iterations,
  };
}

function ascending(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
