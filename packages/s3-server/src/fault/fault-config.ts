/** How long an answer is held back. Milliseconds. */
export type LatencyConfig =
  | number
  | { readonly distribution: 'uniform'; readonly minMs: number; readonly maxMs: number }
  | { readonly distribution: 'exponential'; readonly meanMs: number }
  /** `sigma` is the standard deviation of the logarithm: 0.5 puts p99 at 3.2 times the median, 1 at 10 times. */
  | { readonly distribution: 'lognormal'; readonly medianMs: number; readonly sigma: number };

/** What goes wrong: two answers of S3, and a connection that is cut with a TCP reset. */
export const faultKinds = ['SlowDown', 'InternalError', 'reset'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** When a rule holds, counted from when the server began. Always, if not given. */
export interface FaultWindow {
  /** Default 0. */
  readonly afterMs?: number;
  /** Default: for good. */
  readonly forMs?: number;
  /** Begins again so long after each beginning. */
  readonly everyMs?: number;
}

export interface FaultRule {
  /** Names of the S3 API such as `PutObject`, or `*` for all. Default `*`. */
  readonly operation?: string | readonly string[];
  readonly latency?: LatencyConfig;
  /** For the body of each request, and of its answer. */
  readonly bytesPerSec?: number;
  /** The share of requests that end so, 0 to 1; together 1 at most. */
  readonly errors?: Readonly<Partial<Record<FaultKind, number>>>;
  readonly window?: FaultWindow;
}

/** Faults to inject. Where several rules fit a request, latencies add up, the lowest bandwidth holds, and the first error wins. */
export interface FaultConfig {
  /** The same seed and the same requests of each operation in the same order meet the same faults. Default 1. */
  readonly seed?: number;
  readonly rules: readonly FaultRule[];
}
