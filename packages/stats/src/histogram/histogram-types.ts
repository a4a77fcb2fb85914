import type { HistogramShape } from './layout.js';

/**
 * From which moment a latency is counted: `due` (when the plan said the request should go: response time), `send`
 * (when it went: service time), `other` (anything else, sizes included). Histograms of different bases are never
 * merged.
 */
export type MeasuredFrom = 'due' | 'send' | 'other';

/** What the recorded values are, beside the numbers. */
export interface HistogramMeaning {
  /** Default `other`. */
  readonly measuredFrom?: MeasuredFrom;
  /** Default `ns`. */
  readonly unit?: string;
}

export interface HistogramOptions extends HistogramMeaning, Partial<HistogramShape> {}

/** A quantile as a histogram knows it. */
export interface HistogramQuantile {
  /**
   * The highest value equivalent to the one of that rank, never above the exact maximum: it does not flatter. NaN
   * when empty.
   */
  readonly value: number;
  /** The recorded value of that rank lies in low … high. */
  readonly low: number;
  readonly high: number;
  /** Decimal digits that the buckets keep. */
  readonly significantDigits: number;
}

/** The stored form of a {@link Histogram}; `encoded` alone is what other HdrHistogram tools read. */
export interface HistogramJson {
  readonly unit: string;
  readonly measuredFrom: MeasuredFrom;
  readonly count: number;
  readonly min: number | null;
  readonly max: number | null;
  readonly extremesAreExact: boolean;
  readonly overflowCount: number;
  readonly underflowCount: number;
  readonly invalidCount: number;
  readonly encoded: string;
}
