import type { Metric } from '@benchwright/result-schema';
import { figureText, sizeText } from './columns.js';
import { bySize, type Row, spread, titled } from './rows.js';

const NS_PER_MS = 1e6;
const BYTES_PER_MB = 1e6;
/** A percentile is shown when at least ten operations lie beyond it. */
const BEYOND = 10;

/** Milliseconds per operation, the rate, and how near to the primitives' limit it comes. */
export function latencyTable(rows: readonly Row[]): string[] {
  const stored = rows.some(({ spec }) => spec.store === 'dynamodb');
  const [first, second] = stored ? ['put', 'get'] : ['encrypt', 'decrypt'];
  return titled(
    'Latency, one item at a time (ms; limit: AES-256-GCM and SHA-384 over the same bytes ÷ measured)',
    [
      'size',
      'test',
      '',
      first!,
      second!,
      'mean',
      'p50',
      'p95',
      'p99',
      'ops/s',
      '',
      'MB/s',
      'limit',
      'samples',
    ],
    bySize(rows).map(({ cell, spec, label }) => {
      const { metrics, counts } = cell;
      const whole = metrics.serviceTimeNs;
      const rate = metrics.requestsPerSec;
      const bytesPerSec = metrics.payloadBytesPerSec?.estimate;
      return [
        sizeText(spec.dataSize),
        spec.test,
        label,
        msText((metrics.putNs ?? metrics.encryptNs)?.mean),
        msText((metrics.getNs ?? metrics.decryptNs)?.mean),
        msText(whole?.mean),
        ...['50', '95', '99'].map((p) => percentileText(whole, p, counts.ok)),
        figureText(rate?.estimate),
        rate === undefined ? '' : spread(rate),
        figureText(bytesPerSec === undefined || bytesPerSec === null ? null : bytesPerSec / BYTES_PER_MB),
        figureText(metrics.limitShare?.estimate),
        String(counts.ok),
      ];
    }),
    3,
  );
}

function msText(ns: number | undefined): string {
  return figureText(ns === undefined ? null : ns / NS_PER_MS);
}

function percentileText(metric: Metric | undefined, p: string, samples: number): string {
  const needed = Math.ceil(BEYOND / (1 - Number(p) / 100) - 1e-6);
  return samples < needed ? '–' : msText(metric?.percentiles?.[p]);
}
