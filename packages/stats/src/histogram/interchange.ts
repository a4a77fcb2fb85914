import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  Float64Histogram,
} from 'hdr-histogram-js';
import { StatsError } from '../errors.js';
import { BucketLayout } from './layout.js';

/** Counts and the layout that gives them meaning. */
export interface BucketCounts {
  readonly layout: BucketLayout;
  readonly counts: Float64Array;
  /** Nothing was counted below this index. Default 0. */
  readonly first?: number;
  /** Nothing was counted above this index. Default: the last. */
  readonly last?: number;
}

/**
 * The HdrHistogram V2 form: zlib-compressed, base64. Read by every HdrHistogram port (Java, C, Go, Rust, Python, JS).
 * Only non-empty buckets are transferred, one by one, so the result is bit for bit what hdr-histogram-js would have
 * written.
 */
export function encodeCounts(source: BucketCounts): string {
  const { layout, counts, first = 0, last = layout.length - 1 } = source;
  const hdr = build({
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: layout.shape.lowestDiscernibleValue,
    highestTrackableValue: layout.shape.highestTrackableValue,
    // The layout has checked that it is one of these.
    numberOfSignificantValueDigits: layout.shape.significantDigits as 1 | 2 | 3 | 4 | 5,
    useWebAssembly: false,
  });
  for (let index = first; index <= last; index++) {
    const count = counts[index]!;
    if (count > 0) hdr.recordValueWithCount(layout.lowestValueAt(index), count);
  }
  return encodeIntoCompressedBase64(hdr);
}

/** Buckets that hold all there is: `counts[i]` is the count at index `first + i`. */
export interface DecodedCounts {
  readonly layout: BucketLayout;
  readonly first: number;
  readonly counts: Float64Array;
}

/**
 * The reverse of {@link encodeCounts}, for any HdrHistogram port's V2 output. Throws `ERR_HISTOGRAM_DECODE`. Looks only between the
 * outermost values: of 34,000 buckets a trial's latencies lie in some thousand (bench/decode-cost.mjs).
 */
export function decodeCounts(base64: string): DecodedCounts {
  const hdr = decodeHdr(base64);
  const layout = layoutOf(hdr);
  const first = hdr.getCountAtIndex(0) === 0 && hdr.totalCount > 0 ? layout.indexOf(hdr.minNonZeroValue) : 0;
  const last = layout.indexOf(Math.min(hdr.maxValue, layout.shape.highestTrackableValue));
  const counts = new Float64Array(Math.max(0, last - first + 1));
  for (let index = first; index <= last; index++) {
    const count = hdr.getCountAtIndex(index);
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new StatsError(
        'ERR_HISTOGRAM_DECODE',
        `not a usable histogram: the count of bucket ${index} is ${count}; the text is truncated or was altered`,
      );
    }
    counts[index - first] = count;
  }
  return { layout, first, counts };
}

function decodeHdr(base64: string): Float64Histogram {
  let hdr: unknown;
  try {
    hdr = decodeFromCompressedBase64(base64, 64, false);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StatsError('ERR_HISTOGRAM_DECODE', `not an HdrHistogram V2 compressed base64 text: ${reason}`, {
      cause,
    });
  }
  if (hdr instanceof Float64Histogram) return hdr;
  throw new StatsError('ERR_HISTOGRAM_DECODE', 'hdr-histogram-js did not return 64-bit counts as asked');
}

function layoutOf(hdr: Float64Histogram): BucketLayout {
  try {
    return new BucketLayout({
      lowestDiscernibleValue: hdr.lowestDiscernibleValue,
      // Java histograms may reach 2^63 − 1; neither a double nor this layout can, and no bucket is lost by the cut.
      highestTrackableValue: Math.min(hdr.highestTrackableValue, Number.MAX_SAFE_INTEGER),
      significantDigits: hdr.numberOfSignificantValueDigits,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StatsError(
      'ERR_HISTOGRAM_DECODE',
      `this HdrHistogram has a shape that is not supported: ${reason}`,
      {
        cause,
      },
    );
  }
}
