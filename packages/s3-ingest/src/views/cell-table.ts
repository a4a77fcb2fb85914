import type { CellResult } from '@benchwright/result-schema';
import { COLD_LATENCY, HANDLER_LATENCY, WARM_LATENCY } from '../runner/trial-figures.js';
import { METRICS } from '../summarize/metric-names.js';
import { columns, digits, MARK, milliseconds } from './columns.js';

/** Latency and throughput of the cells of one workload, beside what plain requests to the same S3 reach. Pure. */
export function cellTable(cells: readonly CellResult[]): string[] {
  const [first] = cells;
  if (first === undefined) return [];
  const header = ['', 'p50', 'p95', 'fn p95', 'cold', 'obj/s', 'MB/s', 'raw/s', '429', 'fail'];
  const rows = cells.map((cell) => {
    const { id, metrics, counts, ceiling } = cell;
    const percentile = (name: string, p: string) => milliseconds(metrics[name]?.percentiles?.[p]);
    return [
      id.replace(/^(events|batch)-/, ''),
      percentile('responseTimeNs', '50'),
      percentile('responseTimeNs', '95'),
      percentile(metrics[WARM_LATENCY] === undefined ? HANDLER_LATENCY : WARM_LATENCY, '95'),
      percentile(COLD_LATENCY, '50'),
      digits(metrics[METRICS.objectsPerSec]?.estimate),
      digits((metrics[METRICS.bytesPerSec]?.estimate ?? Number.NaN) / 1e6),
      digits(ceiling?.measured?.ratePerSec),
      digits((metrics[METRICS.throttles]?.estimate ?? Number.NaN) * (counts.sent / Math.max(1, cell.trials))),
      String(counts.failed + counts.dropped),
    ];
  });
  return [
    `${first.factors.workload}: p50, p95: ms from due to answer; fn p95, cold (p50): ms in the function`,
    ...columns([header, ...rows], cells.map(isInvalid)),
    ...(cells.some(isInvalid) ? [`${MARK} invalid: not to be relied on`] : []),
  ];
}

function isInvalid({ validity }: CellResult): boolean {
  return validity.verdict === 'invalid';
}
