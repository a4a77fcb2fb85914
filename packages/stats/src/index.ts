/**
 * `@benchwright/stats`: pure statistics for benchmark results. Opinionated about one thing: a number never comes
 * without what it is worth (interval, achieved confidence, n, method, warnings). It knows nothing of requests, files
 * or clocks; result-schema stores what it returns and load-driver feeds its histograms.
 */
export type {
  AnovaCells,
  AnovaResidual,
  AnovaTerm,
  FactorialAnova,
  FactorialOptions,
} from './anova/anova-types.js';
export type { AssumptionCheck } from './anova/assumption-check.js';
export type { VarianceCheck } from './anova/brown-forsythe.js';
export { brownForsythe } from './anova/brown-forsythe.js';
export type { Factor, LevelCombination } from './anova/factor.js';
export { factorialAnova } from './anova/factorial-anova.js';
export type { MarginalContrast, MarginalContrastOptions } from './anova/marginal-contrasts.js';
export { marginalContrasts } from './anova/marginal-contrasts.js';
export { shapiroWilk } from './anova/shapiro-wilk.js';
export type { ChangePoint, ChangePointOptions, ChangePoints } from './change/change-points.js';
export { changePoints } from './change/change-points.js';
export { binomialCdf, binomialPmf, binomialQuantile } from './distribution/binomial.js';
export { fCdf, fUpperTail } from './distribution/f.js';
export { incompleteBeta } from './distribution/incomplete-beta.js';
export { noncentralFCdf, noncentralityFor } from './distribution/noncentral-f.js';
export { normalCdf, normalQuantile } from './distribution/normal.js';
export { studentTCdf, studentTQuantile, studentTTwoSided } from './distribution/student-t.js';
export { cliffsDelta } from './effect/cliffs-delta.js';
export { changeFromRatio, ratioAsChange, ratioFromChange, relativeChange } from './effect/relative-change.js';
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
export type { BootstrapEvidence, BootstrapOptions, Statistic } from './interval/bootstrap.js';
export { bcaBootstrap, percentileBootstrap } from './interval/bootstrap.js';
export type { DifferenceEvidence } from './interval/difference.js';
export { pairedDifference, welchDifference } from './interval/difference.js';
export { fiellerRatio, fiellerRatioPaired } from './interval/fieller.js';
export { meanInterval } from './interval/mean.js';
export type { Proportion, ProportionOptions } from './interval/proportion.js';
export { proportionDifference, proportionInterval } from './interval/proportion.js';
export type { RatioEvidence } from './interval/ratio.js';
export { pairedRatio, welchRatio } from './interval/ratio.js';
export type { MomentsJson } from './moments/moments.js';
export { Moments } from './moments/moments.js';
export type { QuantileIntervalOptions } from './quantile/order-statistic.js';
export { medianInterval, quantileInterval, samplesForQuantileInterval } from './quantile/order-statistic.js';
export type { QuantileType } from './quantile/quantile.js';
export { median, quantile, quantileSorted } from './quantile/quantile.js';
export type { Random, Seed } from './random/random.js';
export { createRandom } from './random/random.js';
export type { OutlierClass, OutlierEvidence, OutlierLimits, OutlierOptions } from './series/outliers.js';
export { modifiedZOutliers, tukeyOutliers } from './series/outliers.js';
export type { SteadyStateEvidence, SteadyStateOptions } from './series/steady-state.js';
export { steadyState } from './series/steady-state.js';
export type { TrendEvidence } from './series/trend.js';
export { trendTest } from './series/trend.js';
export { benjaminiHochberg } from './test/benjamini-hochberg.js';
export { hodgesLehmann, hodgesLehmannPaired } from './test/hodges-lehmann.js';
export type { MannWhitneyEvidence } from './test/mann-whitney.js';
export { mannWhitney } from './test/mann-whitney.js';
export type { PermutationEvidence, PermutationOptions } from './test/permutation.js';
export { pairedPermutation } from './test/permutation.js';
export type { WilcoxonEvidence, WilcoxonOptions } from './test/wilcoxon.js';
export { wilcoxonSignedRank } from './test/wilcoxon.js';
