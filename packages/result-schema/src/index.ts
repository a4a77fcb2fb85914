export { ConfigError, formatConfigProblem } from './config/config-error.js';
export { loadConfigSchema } from './config/load-config.js';
export type { ConfigOrigins, ParsedConfig } from './config/parse-config.js';
export { parseConfig } from './config/parse-config.js';
export type {
  ConfigEntry,
  ConfigLocation,
  ConfigPath,
  ConfigProblem,
  ConfigSource,
} from './config/source.js';
export type { AmountRange } from './config/units.js';
export {
  byteSize,
  durationNs,
  durationText,
  parseByteSize,
  parseDurationNs,
  parseRatePerSec,
  parseShare,
  ratePerSec,
  share,
} from './config/units.js';
export type { CaptureOptions } from './environment/capture.js';
export { captureEnvironment, usableCores } from './environment/capture.js';
export type { EnvironmentDifference } from './environment/explain-incomparable.js';
export { explainIncomparable } from './environment/explain-incomparable.js';
export { machineFingerprint } from './environment/fingerprint.js';
export { BenchwrightError } from './errors.js';
export { FileError } from './files/file-error.js';
export { makeFolders } from './files/make-folders.js';
export type { RunFolder } from './files/run-folder.js';
export { createRunFolder, newRunId } from './files/run-folder.js';
export { writeFileAtomic } from './files/write-atomic.js';
export { configKey } from './history/config-key.js';
export type { HistoryContent } from './history/fold-history.js';
export { parseHistoryLines } from './history/fold-history.js';
export { historyCells } from './history/history-cells.js';
export { appendHistory, historyText, readHistory } from './history/history-file.js';
export { pathText } from './introspect/path-text.js';
export type { JsonSchema, JsonSchemaNames } from './json-schema/json-schema.js';
export { configToJsonSchema, dataToJsonSchema, jsonSchemaText } from './json-schema/json-schema.js';
export type { SchemaFile } from './json-schema/schema-files.js';
export { checkSchemaFile, dataSchemaFiles } from './json-schema/schema-files.js';
export type { RecordLogContent, RecordProblem } from './record-log/fold-records.js';
export { parseRecordLines } from './record-log/fold-records.js';
export { readRecordLog } from './record-log/read-log.js';
export type { RecordLog } from './record-log/write-log.js';
export { openRecordLog } from './record-log/write-log.js';
export { fromJsonBound, toJsonBound } from './result/json-bound.js';
export type { Migrated, MigrationStep } from './result/migrate.js';
export { migrateRunResult, ResultFormatError } from './result/migrate.js';
export { parseRunResult } from './result/parse-run-result.js';
export type {
  Calibration,
  CalibrationRecord,
  Ceiling,
  CeilingRecord,
  CellCeiling,
  Noise,
} from './schema/calibration.js';
export {
  calibrationRecordSchema,
  calibrationSchema,
  ceilingRecordSchema,
  ceilingSchema,
  cellCeilingSchema,
  noiseSchema,
} from './schema/calibration.js';
export type { Environment } from './schema/environment.js';
export { environmentSchema } from './schema/environment.js';
export type {
  HistoryAcceptance,
  HistoryCell,
  HistoryMetric,
  HistoryNote,
  HistoryRecord,
  HistorySeriesName,
} from './schema/history.js';
export { historyRecordSchema } from './schema/history.js';
export type { Load, SearchLoad } from './schema/load.js';
export { isOpenLoad, loadSchema, searchLoad, searchLoadSchema } from './schema/load.js';
export type { Metric, MetricWarning } from './schema/metric.js';
export { metricSchema, metricWarningSchema } from './schema/metric.js';
export type { FactorValue, Plan, PlanCell, PlanStep } from './schema/plan.js';
export { factorValueSchema, planCellSchema, planSchema } from './schema/plan.js';
export type {
  Counts,
  Distribution,
  FleetAgent,
  FleetTrial,
  Health,
  ResumeRecord,
  RunEnd,
  RunHeader,
  RunRecord,
  Series,
  TargetUsage,
  TrialRecord,
} from './schema/record.js';
export {
  countsSchema,
  distributionSchema,
  fleetAgentSchema,
  fleetTrialSchema,
  healthSchema,
  recordSchema,
  resumeRecordSchema,
  runEndSchema,
  runHeaderSchema,
  seriesSchema,
  targetUsageSchema,
  trialRecordSchema,
} from './schema/record.js';
export type { CellResult, Comparison, RunResult, SloResult } from './schema/run-result.js';
export { cellResultSchema, comparisonSchema, runResultSchema, sloResultSchema } from './schema/run-result.js';
export type { SearchCurvePoint, SearchProbe, SearchResult } from './schema/search-result.js';
export { searchCurvePointSchema, searchProbeSchema, searchResultSchema } from './schema/search-result.js';
export type { Validity, ValidityReason } from './schema/validity.js';
export { validityOf, validityReasonSchema, validitySchema } from './schema/validity.js';
export type { RemoveSecretsOptions } from './secrets/remove-secrets.js';
export { findSecrets, removeSecrets } from './secrets/remove-secrets.js';
export { removeSecretsFromArgv } from './secrets/secret-argv.js';
export { removeSecretsFromText } from './secrets/secret-text.js';
