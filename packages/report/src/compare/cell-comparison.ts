import type { Comparison, Metric } from '@benchwright/result-schema';
import { formatIn, scaleFor, withUnit } from '../scale/scale.js';

/** Of an interval without width, which would else not hold its own estimate. */
const ROUNDING = 1e-9;

/** The comparisons of two cells of one run. */
export interface CellPair {
  readonly base: string;
  readonly head: string;
  readonly comparisons: readonly Comparison[];
}

/** Comparisons by the cells they are of, in the order in which pairs first come. */
export function cellPairs(comparisons: readonly Comparison[]): CellPair[] {
  const pairs = new Map<string, Comparison[]>();
  for (const comparison of comparisons) {
    const key = JSON.stringify([comparison.base.cell, comparison.head.cell]);
    pairs.set(key, [...(pairs.get(key) ?? []), comparison]);
  }
  return [...pairs.values()].map((found) => ({
    base: found[0]!.base.cell,
    head: found[0]!.head.cell,
    comparisons: found,
  }));
}

/**
 * head ÷ base of the two figures that stand in the row, so that it cannot contradict them or their difference; null where there is
 * none. The interval is the stored one where it is about this quotient: files of earlier builds keep that of geometric means, which can
 * lie elsewhere, and then nothing is known.
 */
export function cellRatio({ base, head, ratio }: Comparison): Comparison['ratio'] {
  if (base.estimate === null || head.estimate === null || base.estimate <= 0) {
    return { estimate: null, interval: [null, null] };
  }
  const estimate = head.estimate / base.estimate;
  const [low, high] = ratio.interval;
  const isOfGeometricMeans =
    (low !== null && low > estimate * (1 + ROUNDING)) || (high !== null && high < estimate * (1 - ROUNDING));
  return { estimate, interval: isOfGeometricMeans ? [null, null] : ratio.interval };
}

/** A ratio as `+27.0 %`; null where there is none. */
export function ratioText(ratio: number | null): string | null {
  return ratio === null ? null : `${signed(((ratio - 1) * 100).toFixed(1))} %`;
}

/** The interval of a difference in the metric's own unit, with its signs. */
export function differenceText(unit: string, [low, high]: Metric['interval']): string {
  const scale = scaleFor(unit, [low, high]);
  const bound = (value: number): string => signed(formatIn(scale, value));
  return withUnit(`[${bound(low ?? -Infinity)}, ${bound(high ?? Infinity)}]`, scale.unit);
}

function signed(number: string): string {
  return /^[-−]/.test(number) ? number : `+${number}`;
}
