import type { LiveSample } from './live-event.js';

/** What is drawn over time, in the order that a bucket keeps it. */
export const LIVE_FIGURES = [
  'offeredPerSec',
  'completedPerSec',
  'failedPerSec',
  'p50Ns',
  'p99Ns',
  'inFlight',
  'queued',
  'cpuCores',
  'sendLagP99Ns',
] as const;

export type LiveFigure = (typeof LIVE_FIGURES)[number];

/** A stretch of time of one cell: the lowest and highest value of each figure in it, by place in `LIVE_FIGURES`. */
export interface LiveBucket {
  readonly fromSec: number;
  readonly toSec: number;
  readonly trial: number;
  readonly phase: LiveSample['phase'];
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** A bucket of a single sample. */
function bucketOf(sample: LiveSample): LiveBucket {
  const values = LIVE_FIGURES.map((figure) => sample[figure]);
  const { sec, trial, phase } = sample;
  return { fromSec: sec, toSec: sec, trial, phase, low: values, high: values };
}

/**
 * A sample more. Beyond `most` buckets (2 at least) neighbours are joined two by two, so that memory stays bounded however long the run is and no extreme
 * is ever lost; then times are told half as finely. Amortized O(1).
 */
export function withSample(
  history: readonly LiveBucket[],
  sample: LiveSample,
  most: number,
): readonly LiveBucket[] {
  const longer = [...history, bucketOf(sample)];
  return longer.length <= Math.max(2, most) ? longer : halved(longer);
}

function halved(buckets: readonly LiveBucket[]): LiveBucket[] {
  return Array.from({ length: Math.ceil(buckets.length / 2) }, (_, i) => {
    const first = buckets[2 * i]!;
    const second = buckets[2 * i + 1];
    return second === undefined ? first : joined(first, second);
  });
}

function joined(a: LiveBucket, b: LiveBucket): LiveBucket {
  return {
    fromSec: a.fromSec,
    toSec: b.toSec,
    trial: b.trial,
    phase: b.phase,
    low: a.low.map((value, i) => extreme(Math.min, value, b.low[i] ?? null)),
    high: a.high.map((value, i) => extreme(Math.max, value, b.high[i] ?? null)),
  };
}

function extreme(pick: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : pick(a, b);
}
