/**
 * `@benchwright/wef-load`: Windows events, offered to a collector at the rate asked for, and proof of what became of every one. Expects
 * @benchwright/load-driver beside it, which runs the suite.
 */

export type { WefConfig, WefConfigInput } from './config.js';
export { wefConfigSchema, wefEnvironment, wefQuick } from './config.js';
export { wefConfigJsonSchema } from './config-json-schema.js';
export { wefConfigTemplate } from './config-template.js';
export { wefRemarks } from './console/console-remarks.js';
export { renderWefConsole } from './console/console-view.js';
export { verificationLines } from './console/verification-text.js';
export type { EventTemplate } from './event/event-template.js';
export { EventTemplateError } from './event/event-template.js';
export { parseTemplates } from './event/parse-templates.js';
export type { EventFault, EventFaultPlan, FaultyEvent } from './faults/fault-plan.js';
export { faultyEvents, idsOfFault } from './faults/fault-plan.js';
export type { CollectorFaults, FaultProxy } from './faults/fault-proxy.js';
export { startFaultProxy } from './faults/fault-proxy.js';
export type { WefFacts, WefReason, WefVerdict } from './judge.js';
export { judgeWef } from './judge.js';
export type { IdRanges } from './ledger/id-ranges.js';
export type { WefEvidence } from './ledger/wef-evidence.js';
export { evidenceOf } from './ledger/wef-evidence.js';
export { planWef } from './plan.js';
export { wefSuite } from './suite.js';
export { DELIVERY, summarizeWef } from './summarize.js';
export { announced } from './target/announce.js';
export type { WefCollector } from './target/collector.js';
export { startWefCollector } from './target/collector.js';
export type {
  S3Destination,
  StoreOptions,
  TlsOptions,
  WefCollectorOptions,
} from './target/collector-options.js';
export { CollectorConfigError } from './target/collector-options.js';
export type { CollectorSettings } from './target/config/settings.js';
export { collectorOptions } from './target/config/settings.js';
export { BufferFolderError } from './target/store/folder-lock.js';
export type { StorePlace } from './target/store/open-store.js';
export { targetEntry } from './target-entry.js';
export type { ContentCheck, EventData, SentContent } from './verify/content-check.js';
export { contentCheckOf } from './verify/content-check.js';
export type { StoreAddress } from './verify/store-client.js';
export { createStoreClient } from './verify/store-client.js';
export { StoreError } from './verify/store-error.js';
export type {
  Identity,
  IdFinding,
  StoredEvents,
  StoredFiles,
  StoredProblem,
  StoredProblemCode,
  StoredReport,
} from './verify/stored-report.js';
export { isProven, STORED_PROBLEM_CODES } from './verify/stored-report.js';
export type { StoredLimits, VerifyStoredOptions, VerifyTiming } from './verify/verify-stored.js';
export { verifyStored } from './verify/verify-stored.js';
export type { VerifyAgainOptions } from './verify-again.js';
export { NoEvidenceError, storedAt, verifyAgain } from './verify-again.js';
export { wefFacts } from './wef-facts.js';
