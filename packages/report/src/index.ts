export type { ComparedMetric, ComparedSide, CompareOptions, TestName } from './compare/compare-metric.js';
export type { ComparedRow, RunComparison } from './compare/compare-replicates.js';
export { compareReplicates } from './compare/compare-replicates.js';
export type { GeometricMean } from './compare/geometric-mean.js';
export { mergeReplicates } from './compare/merge-replicates.js';
export type { ComparisonViewOptions } from './compare/render-comparison.js';
export { renderComparison } from './compare/render-comparison.js';
export { renderComparisonMarkdown } from './compare/render-comparison-markdown.js';
export type { MetricReplicates, Replicates, ReplicatesWarning } from './compare/replicates.js';
export { replicatesOf } from './compare/replicates.js';
export type { ReasonGroup } from './console/group-reasons.js';
export { groupReasons } from './console/group-reasons.js';
export type { ConsoleOptions } from './console/render-console.js';
export { renderConsole } from './console/render-console.js';
export type { RunListEntry } from './console/run-list.js';
export { renderRunList } from './console/run-list.js';
export { renderSearchCurve } from './console/search.js';
export { sparkline } from './console/sparkline.js';
export { CSV_COLUMNS, renderCsv } from './csv/render-csv.js';
export { renderEmf } from './emf/render-emf.js';
export type { BaseValue } from './foreign/base-unit.js';
export { toBaseUnit } from './foreign/base-unit.js';
export { ForeignFormatError } from './foreign/foreign-format-error.js';
export { parseForeign } from './foreign/parse-foreign.js';
export { renderGateAnnotations, renderGateJUnit, renderGateMarkdown } from './gate/gate-formats.js';
export type { GateReport } from './gate/gate-report.js';
export { failsGate, gateHeadline } from './gate/gate-report.js';
export type { GateViewOptions } from './gate/render-gate.js';
export { renderGate } from './gate/render-gate.js';
export { renderGithubAnnotations } from './github/render-annotations.js';
export type {
  FollowedSeries,
  FollowOptions,
  HistoryChange,
  HistoryLevel,
} from './history/history-changes.js';
export { followSeries } from './history/history-changes.js';
export type { HistoryRun } from './history/history-runs.js';
export { historyRuns } from './history/history-runs.js';
export type { HistoryFilter, HistoryPoint, HistorySeries } from './history/history-series.js';
export { historySeries } from './history/history-series.js';
export type { HistoryViewOptions } from './history/render-history.js';
export { renderHistoryList, renderHistoryRun } from './history/render-history.js';
export { renderTrend } from './history/render-trend.js';
export { renderTrendHtml } from './history/render-trend-html.js';
export { renderHlog } from './hlog/render-hlog.js';
export { renderHtml } from './html/render-html.js';
export type {
  FlameGraph,
  LineCrossing,
  ParetoInput,
  ParetoPoint,
  ReportExtras,
  ReportInput,
  TrialFacts,
} from './input/report-input.js';
export { reportInputOf } from './input/report-input.js';
export { renderJson, toTerminalSafeJson } from './json/render-json.js';
export type { JUnitCase } from './junit/render-junit.js';
export { renderJUnit } from './junit/render-junit.js';
export { liveCharts } from './live/live-charts.js';
export type { LiveEvent, LiveSample, LiveTrial } from './live/live-event.js';
export type { LiveBucket, LiveFigure } from './live/live-history.js';
export { LIVE_FIGURES } from './live/live-history.js';
export type { LiveCell, LiveState } from './live/live-state.js';
export { liveErrors, NOTHING_YET, nextLiveState } from './live/live-state.js';
export { LIVE_PAGE_POLICY, renderLivePage } from './live/render-live-page.js';
export { renderMarkdown } from './markdown/render-markdown.js';
export { renderNdjson } from './ndjson/render-ndjson.js';
export { renderOpenMetrics } from './openmetrics/render-openmetrics.js';
export { renderOtlp } from './otlp/render-otlp.js';
export { metricName } from './scale/metric-name.js';
export type { Scale } from './scale/scale.js';
export {
  formatCount,
  formatIn,
  formatValue,
  scaleBytes,
  scaleFor,
  scaleRate,
  scaleTime,
} from './scale/scale.js';
export { shellQuote } from './text/shell-quote.js';
export { terminalSafe } from './text/terminal-safe.js';
export { displayWidth, truncate as fitColumns, wrap as wrapColumns } from './text/width.js';
