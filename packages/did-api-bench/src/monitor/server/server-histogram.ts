import type { MetricSample } from './prometheus-text.js';

/** A histogram that a server keeps of itself, over a stretch of time. */
export interface ServerHistogram {
  /** What it is of: its labels but `le`, such as the method and the route. */
  readonly labels: Readonly<Record<string, string>>;
  readonly count: number;
  readonly sumNs: number;
  /** Upper bounds, ascending, the last one infinite, with how many values lie at or below each. */
  readonly buckets: readonly { readonly upToNs: number; readonly count: number }[];
}

/** A percentile of a histogram: nothing is known but the bucket that it lies in. */
export interface BucketPercentile {
  readonly lowNs: number;
  /** Null: beyond the last finite bound. */
  readonly highNs: number | null;
}

/** What every DID API server calls its histogram (prometheus_client's name for it, too). */
export const DURATION_METRIC = 'http_request_duration_seconds';

/** The histograms of a metric by their labels. A histogram without its count or its buckets is left out. Pure; O(samples). */
export function serverHistograms(
  samples: readonly MetricSample[],
  metric = DURATION_METRIC,
): ServerHistogram[] {
  const found = new Map<string, Growing>();
  for (const { name, labels, value } of samples) {
    const part = name.startsWith(`${metric}_`) ? name.slice(metric.length + 1) : '';
    if (part !== 'bucket' && part !== 'sum' && part !== 'count') continue;
    const { le, ...own } = labels;
    const key = labelKey(own);
    const one = found.get(key) ?? { labels: own, count: Number.NaN, sumNs: Number.NaN, buckets: [] };
    found.set(key, one);
    if (part === 'count') one.count = value;
    else if (part === 'sum') one.sumNs = value * 1e9;
    else if (le !== undefined) one.buckets.push({ upToNs: boundOf(le), count: value });
  }
  return [...found.values()]
    .filter(({ count, buckets }) => Number.isFinite(count) && buckets.length > 0)
    .map((one) => ({ ...one, buckets: one.buckets.sort((a, b) => a.upToNs - b.upToNs) }));
}

interface Growing {
  readonly labels: Readonly<Record<string, string>>;
  count: number;
  sumNs: number;
  readonly buckets: { upToNs: number; count: number }[];
}

/**
 * What came in between two scrapes, by labels; what did not grow is left out. A server that was started anew in between counts from
 * zero again: then everything after its start is what there is. Pure.
 */
export function histogramsBetween(
  before: readonly ServerHistogram[],
  after: readonly ServerHistogram[],
): ServerHistogram[] {
  const earlier = new Map(before.map((one) => [labelKey(one.labels), one]));
  return after.flatMap((now) => {
    const then = earlier.get(labelKey(now.labels));
    const isRestarted = then === undefined || then.count > now.count;
    const grown = isRestarted ? now : subtract(now, then);
    return grown.count > 0 ? [grown] : [];
  });
}

function subtract(now: ServerHistogram, then: ServerHistogram): ServerHistogram {
  const counts = new Map(then.buckets.map(({ upToNs, count }) => [upToNs, count]));
  return {
    labels: now.labels,
    count: now.count - then.count,
    sumNs: now.sumNs - then.sumNs,
    buckets: now.buckets.map(({ upToNs, count }) => ({ upToNs, count: count - (counts.get(upToNs) ?? 0) })),
  };
}

/** Several histograms of the same bounds as one, under the labels that they have in common. Null for none, or where bounds differ. Pure. */
export function mergedHistogram(histograms: readonly ServerHistogram[]): ServerHistogram | null {
  const [first, ...others] = histograms;
  if (first === undefined) return null;
  const isAlike = others.every(
    ({ buckets }) =>
      buckets.length === first.buckets.length &&
      buckets.every(({ upToNs }, i) => upToNs === first.buckets[i]?.upToNs),
  );
  if (!isAlike) return null;
  return {
    labels: Object.fromEntries(
      Object.entries(first.labels).filter(([name, value]) =>
        others.every(({ labels }) => labels[name] === value),
      ),
    ),
    count: sum(histograms.map(({ count }) => count)),
    sumNs: sum(histograms.map(({ sumNs }) => sumNs)),
    buckets: first.buckets.map(({ upToNs }, i) => ({
      upToNs,
      count: sum(histograms.map(({ buckets }) => buckets[i]?.count ?? 0)),
    })),
  };
}

/** The bucket that a percentile (0–100) lies in; null for an empty histogram. Pure; O(buckets). */
export function bucketPercentile(
  { count, buckets }: ServerHistogram,
  percentile: number,
): BucketPercentile | null {
  if (!(count > 0)) return null;
  const rank = (percentile / 100) * count;
  const at = buckets.findIndex((bucket) => bucket.count >= rank);
  if (at < 0) return null;
  const { upToNs } = buckets[at]!;
  return {
    lowNs: at === 0 ? 0 : (buckets[at - 1]?.upToNs ?? 0),
    highNs: Number.isFinite(upToNs) ? upToNs : null,
  };
}

function labelKey(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function boundOf(le: string): number {
  // Rounded to whole nanoseconds: 0.005 × 1e9 is not 5,000,000 in doubles, and bounds are compared.
  return le === '+Inf' ? Number.POSITIVE_INFINITY : Math.round(Number(le) * 1e9);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
