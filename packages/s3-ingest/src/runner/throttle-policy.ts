/** When a throttled invocation is tried again. */
export interface ThrottlePolicy {
  readonly retries: number;
  readonly baseNs: number;
  readonly mostNs: number;
  /** 0 ≤ x < 1; seeded where a run is to be repeated. */
  readonly random: () => number;
}

/**
 * How long to wait before retry number `retry` (from 0): drawn evenly below base × 2^retry, at most `mostNs`, so that those who were
 * turned away together do not come back together. Null when it has been tried often enough.
 *
 * Source: "full jitter" in M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog, 2015.
 */
export function waitBeforeRetryNs(
  retry: number,
  { retries, baseNs, mostNs, random }: ThrottlePolicy,
): number | null {
  if (retry >= retries) return null;
  return random() * Math.min(mostNs, baseNs * 2 ** retry);
}
