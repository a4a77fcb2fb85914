import type { FunctionSummary } from './function-summary.js';

const COLUMNS = [
  'workload',
  'memory_mb',
  'batch_or_multipart',
  'reserved_concurrency',
  'trials',
  'p95_ms',
  'p95_low_ms',
  'p95_high_ms',
  'p95_of',
];

/**
 * The p95 of every function. With histograms it is that of all invocations and the interval Student's t over trials; of a results CSV it is
 * the median of the trials' p95 between their least and greatest. It never is a mean of percentiles. Pure.
 */
export function renderP95Analysis(summaries: readonly FunctionSummary[]): string {
  const lines = summaries.map((one) => {
    const [low, high] = one.p95IntervalMs ?? [null, null];
    return [
      ...[one.workload, one.memoryMb, one.batchOrMultipart, one.reservedConcurrency, one.trials],
      ...[one.p95Ms, low, high].map((value) => (value === null ? '' : Number(value.toFixed(3)))),
      one.percentileOf,
    ].join(',');
  });
  return `${[COLUMNS.join(','), ...lines].join('\n')}\n`;
}
