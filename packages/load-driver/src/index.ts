export type { CalibrateOptions } from './ceiling/calibrate.js';
export { calibrate } from './ceiling/calibrate.js';
export { ceilingField, QUICK_CEILING } from './ceiling/ceiling-field.js';
export { ceilingFor, sizesOf } from './ceiling/ceiling-for.js';
export type { CeilingShare, JudgedCeiling } from './ceiling/ceiling-share.js';
export { ceilingShare, isLowerBound, judgeCeiling } from './ceiling/ceiling-share.js';
export type { Exchange } from './ceiling/exchange.js';
export { isSameExchange } from './ceiling/exchange.js';
export type { MeasureCeilingOptions } from './ceiling/measure-ceiling.js';
export { measureCeiling } from './ceiling/measure-ceiling.js';
export { floorShare, noiseOf, resolvableShare, trialsFor } from './ceiling/resolution.js';
export type { Clock, Waker } from './clock/clock.js';
export { createRealClock } from './clock/real-clock.js';
export type { Sleeper } from './clock/sleeper.js';
export { VirtualClock } from './clock/virtual-clock.js';
export { growYoungGeneration } from './health/young-generation.js';
export { classifyError } from './operation/classify-error.js';
export type { Operation, OperationContext, Outcome } from './operation/operation.js';
export type { OperationTransportOptions } from './operation/operation-transport.js';
export { createOperationTransport } from './operation/operation-transport.js';
export type { SocketObserver, SocketObserverOptions } from './operation/socket-observer.js';
export { observeSockets } from './operation/socket-observer.js';
export type { PacerName, PacingConditions } from './pace/choose-pacer.js';
export { choosePacer, peakRatePerSec } from './pace/choose-pacer.js';
export type { Pacer } from './pace/pacer.js';
export {
  constantPacer,
  createPacer,
  plannedDurationNs,
  poissonPacer,
  stagesPacer,
  unpaced,
} from './pace/pacer.js';
export type { Slice } from './pace/slice-load.js';
export { nestSlices, sliceLoad, slicePacer, WHOLE } from './pace/slice-load.js';
export type { MeasuredFrom } from './record/latency-distribution.js';
export { LatencyDistribution } from './record/latency-distribution.js';
export { histogramOf, percentileOf } from './record/read-distribution.js';
export { buildPlan, splitIterations } from './run/build-plan.js';
export { CANCELLED, createDriver } from './run/create-driver.js';
export type { Driver, DriverOptions, TrialRequest } from './run/driver.js';
export type { RunOutcome, RunSuiteOptions } from './run/run-suite.js';
export { runSuite, stepsLeft } from './run/run-suite.js';
export { probeOutcome } from './search/probe-outcome.js';
export { probesOf } from './search/probes-of.js';
export { isMeasured, runSearch } from './search/run-search.js';
export { probeLoad, searchCell } from './search/search-cell.js';
export { kneeOf, searchCurve } from './search/search-curve.js';
export type { SearchConfig } from './search/search-field.js';
export {
  searchConfigOf,
  searchField,
  searchLoadOf,
  searchOnlyField,
  searchProblems,
} from './search/search-field.js';
export { searchResult } from './search/search-result.js';
export type { ProbeOutcome, SearchStep } from './search/strategy.js';
export { nextStep, SEARCH_CONFIDENCE } from './search/strategy.js';
export type { SimulatedTransportOptions } from './simulation/simulated-transport.js';
export { createSimulatedTransport } from './simulation/simulated-transport.js';
export type { CellFilter, CellTerm, FilteredCell } from './slo/cell-filter.js';
export { cellMatches, parseCellFilter } from './slo/cell-filter.js';
export type { SloFinding } from './slo/check-slo.js';
export { checkSlo } from './slo/check-slo.js';
export { invalidCodes, judgeSlo, judgeUnmatched } from './slo/judge-slo.js';
export type { JudgedCell } from './slo/measure-slo.js';
export { measureSlo } from './slo/measure-slo.js';
export type { Measured, Measurement, NotMeasured } from './slo/measurement.js';
export type { SloProblem } from './slo/parse-slo.js';
export { parseSlo, sloProblems } from './slo/parse-slo.js';
export type { LatencyStatistic, SloCondition, SloOperator, SloSubject } from './slo/slo.js';
export { SloSyntaxError } from './slo/slo.js';
export { sloField, sloTrialsProblem } from './slo/slo-field.js';
export { unitOf as sloUnit } from './slo/slo-text.js';
export type { RunEvent, RunEvents, TrialProgress } from './suite/events.js';
export { ignoreEvents } from './suite/events.js';
export type {
  CeilingAnswer,
  CeilingContext,
  OpenContext,
  RunRecords,
  Session,
  SessionTarget,
  Suite,
  SuiteConfigSpec,
  TrialContext,
  View,
} from './suite/suite.js';
export type { TrialPart } from './suite/trial-part.js';
export { trialSeed } from './suite/trial-seed.js';
export { cellMetrics } from './summarize/cell-metrics.js';
export type { TrialValues } from './summarize/compare-cells.js';
export { compareCells, compareTrialValues } from './summarize/compare-cells.js';
export { latencyMetric, PERCENTILES } from './summarize/latency-metric.js';
export { mergeCounts } from './summarize/merge-counts.js';
export type { MergedDistribution } from './summarize/merge-distributions.js';
export { mergeDistributions } from './summarize/merge-distributions.js';
export type { SummarizeHooks } from './summarize/summarize-run.js';
export { summarizeRun } from './summarize/summarize-run.js';
export type { TrialMetricOptions } from './summarize/trial-metric.js';
export { finiteOrNull, trialMetric } from './summarize/trial-metric.js';
export type { TargetAnnouncement, TargetProcess, TargetProcessOptions } from './target/target-process.js';
export { startTargetProcess, TargetStartError } from './target/target-process.js';
export type {
  ConnectionPolicy,
  TlsOptions as Http1TlsOptions,
} from './transport/connection/socket-options.js';
export { TransportOptionError } from './transport/connection/transport-option-error.js';
export type { HeaderField } from './transport/http/header-field.js';
export { InvalidRequestError } from './transport/http/invalid-request-error.js';
export type { Http1Counters } from './transport/http1/http1-core.js';
export type { Http1TransportOptions, OnBody } from './transport/http1/http1-options.js';
export type { Http1Transport } from './transport/http1/http1-transport.js';
export { createHttp1Transport } from './transport/http1/http1-transport.js';
export type { RequestDescription } from './transport/http1/request-bytes.js';
export { buildRequest } from './transport/http1/request-bytes.js';
export { fixedRequest, requestTable } from './transport/http1/request-sources.js';
export type { RequestTemplate } from './transport/http1/request-template.js';
export { requestTemplate } from './transport/http1/request-template.js';
export { OK, OutcomeTable } from './transport/outcome-table.js';
export { TargetUnreachableError, unreachableHint } from './transport/target-unreachable-error.js';
export type { CompletionSink, RequestSource, Transport, WireByteProbe } from './transport/transport.js';
export type { ReasonExplanation } from './validity/catalog.js';
export { explainReason, REASONS } from './validity/catalog.js';
export { judgeCell } from './validity/judge-cell.js';
export type { CellExpectation } from './validity/rule.js';
export { THRESHOLDS } from './validity/thresholds.js';
export { mergeParts } from './workers/merge-parts.js';
export type { WorkerDriver, WorkerDriverOptions } from './workers/worker-driver.js';
export { createWorkerDriver } from './workers/worker-driver.js';
export { mergeProgress } from './workers/worker-progress.js';
export type {
  WorkerTransport,
  WorkerTransportContext,
  WorkerTransportModule,
} from './workers/worker-transport.js';
