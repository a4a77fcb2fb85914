import type { Comparison } from '@benchwright/result-schema';
import { benjaminiHochberg } from '@benchwright/stats';

/**
 * Holds winners back that many comparisons would produce by chance: the p-values of each metric's comparisons are adjusted together
 * (Benjamini and Hochberg), and a winner stays named only where the adjusted value is no more than the comparison's own error rate. So at most
 * 5 % of the winners named are expected to be none. Intervals stay as they are, each at 95 % for itself. Pure.
 */
export function adjustForMany(comparisons: readonly Comparison[]): Comparison[] {
  const adjusted = new Map<Comparison, number>();
  for (const metric of new Set(comparisons.map(familyOf))) {
    const family = comparisons.filter((comparison) => familyOf(comparison) === metric);
    const values = benjaminiHochberg(family.map(({ pValue }) => pValue ?? Number.NaN));
    for (const [i, comparison] of family.entries()) adjusted.set(comparison, values[i]!);
  }
  return comparisons.map((comparison) => {
    const { winner, pValue, confidence, warnings } = comparison;
    const value = adjusted.get(comparison) ?? Number.NaN;
    // A confidence of 0.95 is not quite 0.05 away from 1 in binary.
    if (winner === null || value <= 1 - confidence + 1e-12) return comparison;
    const among = comparisons.filter((other) => familyOf(other) === familyOf(comparison)).length;
    const text = `p is ${(pValue ?? Number.NaN).toPrecision(2)} alone and ${value.toPrecision(2)} among ${among} comparisons (Benjamini-Hochberg)`;
    return { ...comparison, winner: null, warnings: [...warnings, { code: 'NOT_AMONG_SO_MANY', text }] };
  });
}

function familyOf({ metric, statistic }: Comparison): string {
  return `${metric} ${statistic}`;
}
