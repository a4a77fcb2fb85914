/**
 * `@benchwright/s3-ingest`: what it takes to bring events and files into S3 through Lambda functions, as a factorial design. Expects
 * @benchwright/load-driver beside it, which runs the suite.
 */

export type { EffectsAnalysis, EffectsOptions, EffectTerm } from './analysis/analyse-effects.js';
export { analyseEffects } from './analysis/analyse-effects.js';
export type { CellPoint } from './analysis/cell-bootstrap.js';
export type { CellTrial, FactorLevel, TrialMetric } from './analysis/cell-trial.js';
export type { Candidate, CheapestConfiguration, CheapestOptions } from './analysis/cheapest-configuration.js';
export { cheapestConfiguration } from './analysis/cheapest-configuration.js';
export { cheapestView, paretoView } from './analysis/decision-views.js';
export { effectsView } from './analysis/effects-view.js';
export type { InteractionPlot, PlotPoint } from './analysis/interaction-plots.js';
export { interactionView } from './analysis/interaction-view.js';
export type { LevelRatio } from './analysis/level-ratios.js';
export type { ParetoFront, ParetoOptions, ParetoPoint } from './analysis/pareto-front.js';
export { paretoFront } from './analysis/pareto-front.js';
export type { S3IngestConfig, S3IngestConfigInput } from './config.js';
export { s3IngestConfigSchema, s3IngestEnvironment, s3IngestQuick } from './config.js';
export { s3IngestConfigJsonSchema, s3PricesJsonSchema } from './config-json-schema.js';
export { s3IngestConfigTemplate } from './config-template.js';
export type { CellCost } from './cost/cell-cost.js';
export { cellCost } from './cost/cell-cost.js';
export type { Cost, CostTerms, InvocationUsage } from './cost/invocation-cost.js';
export { invocationCost, lambdaArchitecture, putRequests } from './cost/invocation-cost.js';
export type { Architecture, Prices, PriceWarning } from './cost/prices.js';
export { parsePrices, pricesSchema, priceWarnings } from './cost/prices.js';
export type { NamedFunction, Naming } from './design/function-name.js';
export { functionName, parseFunctionName } from './design/function-name.js';
export type { EmfLine, EmfMetadata, SettingsFailureLine } from './lambda/emf.js';
export { EMF_NAMESPACE } from './lambda/emf.js';
export type { InvocationFailure, InvocationRecord, InvocationSuccess } from './lambda/invocation-record.js';
export type { OnceInvoked } from './lambda/invoke-once.js';
export { InvokeOnceError, invokeOnce } from './lambda/invoke-once.js';
export type { ChecksumMode, LambdaSettings, PayloadSigning, Workload } from './lambda/settings.js';
export { readLambdaSettings, STUDY_VALUES } from './lambda/settings.js';
export type { SettingProblem } from './lambda/settings-error.js';
export { LambdaSettingsError } from './lambda/settings-error.js';
export { handlerFile } from './lambda-entries.js';
export { LocalLambdaError } from './local-lambda/check-options.js';
export type { LocalLambdaProcess } from './local-lambda/create-local-lambda.js';
export { createLocalLambda } from './local-lambda/create-local-lambda.js';
export type {
  Enforcement,
  FunctionDefinition,
  LimitEnforcement,
  LocalLambda,
  LocalLambdaOptions,
  LocalLogEvent,
} from './local-lambda/function-definition.js';
export { readFunctionLog } from './local-lambda/log-store.js';
export type { InvocationReport } from './local-lambda/report-line.js';
export { formatReportLine, parseReportLine } from './local-lambda/report-line.js';
export { planS3Ingest } from './plan.js';
export type { LocalFigures } from './queries/compute-locally.js';
export { computeLocally } from './queries/compute-locally.js';
export type { QueryAnswer, QueryScope, QueryTiming } from './queries/execute-query.js';
export { executeQuery } from './queries/execute-query.js';
export type { QueryErrorCode } from './queries/query-error.js';
export { QueryError } from './queries/query-error.js';
export {
  billedDurationQuery,
  coldStartsQuery,
  errorsQuery,
  latencyThroughputQuery,
  platformErrorsQuery,
} from './queries/query-text.js';
export type { ColdStartFigures, ErrorFigures, QueryRow, RunFigures } from './queries/run-figures.js';
export { coldStartFiguresOf, errorFiguresOf, runFiguresOf } from './queries/run-figures.js';
export type { FunctionSummary, PercentileOf } from './results-csv/function-summary.js';
export { summariesOfResult, summariesOfRows } from './results-csv/function-summary.js';
export { renderP95Analysis } from './results-csv/p95-analysis.js';
export { renderPivot } from './results-csv/pivot.js';
export { ResultsCsvError, readResultRows } from './results-csv/read-result-rows.js';
export type { ResultRow } from './results-csv/result-row.js';
export { RESULT_COLUMNS, renderResultRows, resultRows } from './results-csv/result-row.js';
export { renderSummary } from './results-csv/summary-text.js';
export type { QueriedRun } from './runner/query-run.js';
export { queryRun } from './runner/query-run.js';
export { s3IngestSuite } from './suite.js';
export { summarizeS3Ingest } from './summarize.js';
export type { LambdaTarget } from './target/lambda-target.js';
export { startLambdaTarget } from './target/lambda-target.js';
export { paretoPlanes } from './views/pareto-planes.js';
export { renderQueriedRun } from './views/query-table.js';
export { s3IngestViews } from './views.js';
