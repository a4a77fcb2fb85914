/**
 * `@benchwright/dbesdk-bench`: what client-side encryption of DynamoDB items costs, as the harnesses of the AWS Database Encryption
 * SDK measure it, with an interval and a verdict on every figure. Expects @benchwright/load-driver beside it, which runs the suite.
 */
export type { DbesdkConfig, DbesdkConfigInput } from './config.js';
export { dbesdkConfigSchema, dbesdkEnvironment, dbesdkQuick } from './config.js';
export { dbesdkConfigJsonSchema } from './config-json-schema.js';
export { dbesdkConfigTemplate } from './config-template.js';
export type { DynamoDbTarget } from './dynamodb-target.js';
export {
  ALGORITHM_SUITES,
  CONCURRENCY_MODES,
  ITEM_FORMATS,
  ITEM_SHAPES,
  TEST_TYPES,
} from './factor-names.js';
export { renderCrossLanguage } from './harness/cross-language-view.js';
export type { HarnessRow } from './harness/harness-row.js';
export { HarnessFileError, readHarnessFile } from './harness/read-harness-file.js';
export { planDbesdk } from './plan.js';
export { dbesdkSuite } from './suite.js';
export { DBESDK_REASONS } from './summarize/reasons.js';
export { summarizeDbesdk } from './summarize.js';
export type { DynamoDbServer } from './target/dynamodb-server.js';
export { startDynamoDb } from './target/dynamodb-server.js';
export type { HarnessDocument, HarnessEntry } from './views/harness-document.js';
export { harnessDocument, renderHarnessJson } from './views/harness-document.js';
export { dbesdkViews } from './views.js';
