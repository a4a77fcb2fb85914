/**
 * `@benchwright/stats`: pure statistics for benchmark results. Opinionated about one thing: a number never comes without what it is worth
 * (interval, achieved confidence, n, method, warnings). It knows nothing of requests, files or clocks; result-schema stores what it
 * returns and load-driver feeds its histograms.
 */

export { binomialCdf, binomialPmf, binomialQuantile } from './distribution/binomial.js';
export { incompleteBeta } from './distribution/incomplete-beta.js';
export { normalCdf, normalQuantile } from './distribution/normal.js';
export { studentTCdf, studentTQuantile, studentTTwoSided } from './distribution/student-t.js';
export type { StatsErrorCode } from './errors.js';
export { StatsError } from './errors.js';
export type {
  ConfidenceOptions,
  Evidence,
  Interval,
  TestEvidence,
  TwoSampleEvidence,
} from './evidence/evidence.js';
export type { Samples } from './evidence/samples.js';
export type { Warning, WarningCode } from './evidence/warning.js';
export type { Bucket } from './histogram/bucket-statistics.js';
export { Histogram } from './histogram/histogram.js';
export type {
  HistogramJson,
  HistogramMeaning,
  HistogramOptions,
  HistogramQuantile,
  MeasuredFrom,
} from './histogram/histogram-types.js';
export type { HistogramShape } from './histogram/layout.js';
export type { SpectrumPoint } from './histogram/spectrum.js';
export type { DifferenceEvidence } from './interval/difference.js';
export { pairedDifference, welchDifference } from './interval/difference.js';
export { meanInterval } from './interval/mean.js';
export type { RatioEvidence } from './interval/ratio.js';
export { pairedRatio, welchRatio } from './interval/ratio.js';
export type { MomentsJson } from './moments/moments.js';
export { Moments } from './moments/moments.js';
export type { Random, Seed } from './random/random.js';
export { createRandom } from './random/random.js';
