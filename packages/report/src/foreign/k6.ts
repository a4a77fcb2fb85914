import type { MetricReplicates } from '../compare/replicates.js';
import { type ForeignOutput, FROM_SEND, ONE_TRIAL, single } from './foreign-output.js';
import { numberAt, objectOf, valueAt } from './json-access.js';

const NS_PER_MS = 1e6;
const TRENDS: readonly (readonly [k6: string, metric: string])[] = [
  ['http_req_duration', 'serviceTimeNs'],
  ['http_req_waiting', 'firstByteNs'],
  ['grpc_req_duration', 'serviceTimeNs'],
  ['iteration_duration', 'iterationNs'],
];

/**
 * A summary of k6, both forms: `--summary-export` has the numbers of a metric in it, `handleSummary(data)` under `values`. Times are
 * in milliseconds whatever `summaryTimeUnit` says: that is about the text. Null when it is none. Pure.
 */
export function parseK6(json: unknown): ForeignOutput | null {
  const metrics = objectOf(valueAt(json, 'metrics'));
  if (metrics === null || !('iterations' in metrics || 'http_reqs' in metrics || 'vus' in metrics))
    return null;
  const of = (name: string): unknown => valueAt(metrics, name, 'values') ?? valueAt(metrics, name);
  const rate = numberAt(of('http_reqs'), ['rate']) ?? numberAt(of('iterations'), ['rate']);
  const failed = numberAt(of('http_req_failed'), ['rate']) ?? numberAt(of('http_req_failed'), ['value']);
  return {
    tool: 'k6',
    metrics: [
      ...single('http_reqs' in metrics ? 'requestsPerSec' : 'iterationsPerSec', 'rate', '1/s', rate),
      ...TRENDS.flatMap(([name, metric]) => trend(of(name), metric)),
      ...single('errorShare', 'failed ÷ sent', '1', failed),
      ...single('bytesInPerSec', 'rate', 'B/s', numberAt(of('data_received'), ['rate'])),
      ...single('droppedIterations', 'count', '1', numberAt(of('dropped_iterations'), ['count'])),
    ],
    lacks: [ONE_TRIAL, FROM_SEND],
  };
}

function trend(values: unknown, metric: string): MetricReplicates[] {
  return Object.keys(objectOf(values) ?? {})
    .map((key) => ({ key, statistic: statisticOf(key) }))
    .flatMap(({ key, statistic }) =>
      statistic === null ? [] : single(metric, statistic, 'ns', numberAt(values, [key], NS_PER_MS)),
    );
}

/** `p(95)` → p95, `med` → p50, `avg` → mean; the extremes are left out: one request decides them. */
function statisticOf(key: string): string | null {
  if (key === 'avg') return 'mean';
  if (key === 'med') return 'p50';
  const percentile = /^p\((\d+(?:\.\d+)?)\)$/.exec(key)?.[1];
  return percentile === undefined || percentile === '50' ? null : `p${percentile}`;
}
