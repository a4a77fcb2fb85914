import { figureText, sizeText } from './columns.js';
import { bySize, type Row, spread, titled } from './rows.js';

const MIB = 1024 ** 2;
const BYTES_PER_MB = 1e6;

/** Aggregate rates over wall time, beside the rate of one item at a time. */
export function concurrencyTable(rows: readonly Row[], alone: readonly Row[]): string[] {
  return titled(
    'Concurrency (rate of all together over wall time; limit in multiples of one thread’s)',
    ['size', 'at once', '', 'ops/s', '', 'MB/s', '× one', 'limit'],
    bySize(rows).map(({ cell, spec, label }) => {
      const { requestsPerSec: rate, payloadBytesPerSec, limitShare } = cell.metrics;
      const one = alone.find((row) => row.spec.dataSize === spec.dataSize && row.label === label)?.cell
        .metrics.requestsPerSec?.estimate;
      const bytesPerSec = payloadBytesPerSec?.estimate;
      return [
        sizeText(spec.dataSize),
        `${spec.concurrency} ${spec.mode}`,
        label,
        figureText(rate?.estimate),
        rate === undefined ? '' : spread(rate),
        figureText(bytesPerSec === undefined || bytesPerSec === null ? null : bytesPerSec / BYTES_PER_MB),
        one && rate?.estimate ? figureText(rate.estimate / one) : '–',
        figureText(limitShare?.estimate),
      ];
    }),
    3,
  );
}

/** Peaks over the baseline in a fresh process, and what they are of the item's size. */
export function memoryTable(rows: readonly Row[]): string[] {
  return titled(
    'Memory, encrypting and decrypting one item in a fresh process (MiB over the baseline; × item size)',
    ['size', '', 'heap+buffers', '× item', 'resident set', '× item'],
    bySize(rows).map(({ cell: { metrics }, spec, label }) => [
      sizeText(spec.dataSize),
      label,
      mib(metrics.peakHeapExternalBytes?.estimate),
      figureText(metrics.peakHeapExternalRatio?.estimate),
      mib(metrics.peakRssBytes?.estimate),
      figureText(metrics.peakRssRatio?.estimate),
    ]),
    2,
  );
}

function mib(bytes: number | null | undefined): string {
  return figureText(bytes === undefined || bytes === null ? null : bytes / MIB);
}
