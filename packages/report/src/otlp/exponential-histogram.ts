import type { Bucket } from '@benchwright/stats';

/** Buckets whose ends grow by the factor 2^(2^−scale): bucket i holds base^i < value ≤ base^(i+1). */
export interface ExponentialBuckets {
  readonly scale: number;
  readonly zeroCount: number;
  /** Index of the first count. */
  readonly offset: number;
  readonly counts: readonly number[];
}

/** As the OpenTelemetry SDKs have it: a data point of at most 160 buckets. */
const MAX_BUCKETS = 160;
/** Finer than the buckets of an HdrHistogram of three digits would only pretend to know more. */
const FINEST_SCALE = 9;
const COARSEST_SCALE = -10;

/**
 * Re-buckets an HdrHistogram into OpenTelemetry's exponential buckets (OTLP metrics data model, "ExponentialHistogram"), at the
 * finest scale that needs no more than `maxBuckets`. Each bucket counts at its middle, times `factor` (1e-9 makes seconds of
 * nanoseconds), at most 0.05 % from where its values were. O(buckets).
 */
export function exponentialBuckets(
  source: Iterable<Bucket>,
  factor = 1,
  maxBuckets = MAX_BUCKETS,
): ExponentialBuckets {
  let zeroCount = 0;
  const logs: [log2: number, count: number][] = [];
  for (const { low, high, count } of source) {
    const middle = ((low + high) / 2) * factor;
    if (middle > 0) logs.push([Math.log2(middle), count]);
    else zeroCount += count;
  }
  const first = logs[0]?.[0];
  const last = logs.at(-1)?.[0];
  if (first === undefined || last === undefined) return { scale: 0, zeroCount, offset: 0, counts: [] };
  const scale = scaleOf(first, last, maxBuckets);
  const offset = indexOf(first, scale);
  const counts = new Array<number>(indexOf(last, scale) - offset + 1).fill(0);
  for (const [log, count] of logs) counts[indexOf(log, scale) - offset]! += count;
  return { scale, zeroCount, offset, counts };
}

function scaleOf(first: number, last: number, maxBuckets: number): number {
  for (let scale = FINEST_SCALE; scale > COARSEST_SCALE; scale--) {
    if (indexOf(last, scale) - indexOf(first, scale) < maxBuckets) return scale;
  }
  return COARSEST_SCALE;
}

function indexOf(log2: number, scale: number): number {
  return Math.ceil(log2 * 2 ** scale) - 1;
}
