import { Moments, studentTQuantile } from '@benchwright/stats';

/** Two contenders at one point of the grid. */
export interface LinePoint {
  /** Where on the axis, above 0: the concurrency. */
  readonly x: number;
  /** ln(head ÷ base) of each round that both completed, by the number of the round. */
  readonly logRatios: ReadonlyMap<number, number>;
  /** Which of the two is shown to be lower here, −1 for the head, 1 for the base, 0 for neither. */
  readonly shown: -1 | 0 | 1;
}

/** A place where one contender's line goes below the other's. */
export interface Crossing {
  /** Grid points that it lies between: at both a difference is shown, of opposite signs. */
  readonly between: readonly [number, number];
  /** Where the interpolated lines meet; null where they meet more than once between the two points. */
  readonly estimate: number | null;
  /** Every x at which the lines may meet, at the confidence asked for: within `between`, and never wider. */
  readonly interval: readonly [number, number];
  readonly confidence: number;
  /** Which of the two is lower below the crossing; the other is above. */
  readonly lowerBefore: 'base' | 'head';
}

/**
 * Where two lines cross. A crossing is claimed only between two points at which differences of opposite signs are shown. In between, each round's
 * ln(head ÷ base) is interpolated linearly over ln x, and the interval holds every x whose paired t interval over rounds holds zero:
 * Fieller's construction for a linear interpolation, exact where log ratios are normal and the lines straight between grid points.
 * Points must be in ascending order of x. Pure, O(points).
 */
export function findCrossings(points: readonly LinePoint[], confidence = 0.95): Crossing[] {
  const crossings: Crossing[] = [];
  let before = -1;
  for (const [i, point] of points.entries()) {
    if (point.shown === 0) continue;
    const from = points[before];
    if (from !== undefined && from.shown !== point.shown) {
      crossings.push(crossingIn(points.slice(before, i + 1), confidence));
    }
    before = i;
  }
  return crossings;
}

function crossingIn(points: readonly LinePoint[], confidence: number): Crossing {
  const [first, last] = [points[0]!, points.at(-1)!];
  const meetings: number[] = [];
  const possible: number[] = [];
  for (const [i, left] of points.slice(0, -1).entries()) {
    const right = points[i + 1]!;
    const { meetsAt, mayMeetAt } = segment(left, right, confidence);
    const at = (share: number): number => Math.exp(Math.log(left.x) + share * Math.log(right.x / left.x));
    meetings.push(...meetsAt.map(at));
    possible.push(...mayMeetAt.map(at));
  }
  // A meeting on a grid point ends one segment and begins the next.
  const places = new Set(meetings.map((x) => x.toPrecision(9)));
  return {
    between: [first.x, last.x],
    estimate: places.size === 1 ? meetings[0]! : null,
    interval:
      possible.length === 0
        ? [first.x, last.x]
        : [Math.max(first.x, Math.min(...possible)), Math.min(last.x, Math.max(...possible))],
    confidence,
    lowerBefore: first.shown === 1 ? 'base' : 'head',
  };
}

interface Segment {
  /** Shares of the way from the left point to the right one at which the mean is zero. */
  readonly meetsAt: readonly number[];
  /** Ends of the stretches, as shares of the way, in which the interval of the mean holds zero. */
  readonly mayMeetAt: readonly number[];
}

/**
 * With a and b each round's values at the two points, the value at share w is a + w·d, d = b − a. The interval of its mean holds zero where
 * mean² ≤ t²·variance/n, a quadratic inequality in w.
 */
function segment(left: LinePoint, right: LinePoint, confidence: number): Segment {
  const rounds = [...left.logRatios.keys()].filter((round) => right.logRatios.has(round));
  const a = rounds.map((round) => left.logRatios.get(round)!);
  const d = rounds.map((round, i) => right.logRatios.get(round)! - a[i]!);
  const n = rounds.length;
  if (n < 2) return { meetsAt: [], mayMeetAt: [0, 1] };
  const [of, slope] = [Moments.of(a), Moments.of(d)];
  const covariance = a.reduce((sum, value, i) => sum + (value - of.mean) * (d[i]! - slope.mean), 0) / (n - 1);
  const k = studentTQuantile(1 - (1 - confidence) / 2, n - 1) ** 2 / n;
  // (A + wB)² − k·(Saa + 2w·Sad + w²·Sdd) ≤ 0
  const q2 = slope.mean ** 2 - k * slope.variance;
  const q1 = 2 * (of.mean * slope.mean - k * covariance);
  const q0 = of.mean ** 2 - k * of.variance;
  const holds = (w: number): boolean => q0 + w * (q1 + w * q2) <= 0;
  const within = (w: number): boolean => w >= 0 && w <= 1;
  const ends = [0, 1].filter(holds);
  const meeting = slope.mean === 0 ? [] : [-of.mean / slope.mean].filter(within);
  return { meetsAt: meeting, mayMeetAt: [...ends, ...meeting, ...rootsOf(q2, q1, q0).filter(within)] };
}

/** Real roots of q2·w² + q1·w + q0, by the form that loses no digits (Numerical Recipes, §5.6). */
function rootsOf(q2: number, q1: number, q0: number): number[] {
  if (q2 === 0) return q1 === 0 ? [] : [-q0 / q1];
  const discriminant = q1 * q1 - 4 * q2 * q0;
  if (discriminant < 0) return [];
  const q = -0.5 * (q1 + (q1 < 0 ? -1 : 1) * Math.sqrt(discriminant));
  return q === 0 ? [0] : [q / q2, q0 / q];
}
