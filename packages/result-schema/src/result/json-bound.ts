/**
 * JSON has no infinities. The end of an interval that is not known, because there were too few trials, is ±∞ in
 * memory and null in a file; so is an estimate of nothing (NaN).
 */
export function toJsonBound(bound: number): number | null {
  return Number.isFinite(bound) ? bound : null;
}

/** The inverse of {@link toJsonBound} for the end of an interval on the given side. */
export function fromJsonBound(bound: number | null, side: 'low' | 'high'): number {
  if (bound !== null) return bound;
  return side === 'low' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}
