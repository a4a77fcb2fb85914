import { type DbesdkConfig, dbesdkConfigSchema } from '../config.js';
import { dynamoDbTargetOf } from '../dynamodb-target.js';
import { cellSpecs } from '../plan/cell-specs.js';
import { scenarioOf } from '../scenario.js';

/** What a config asks for and is not measured, with the reason. */
export function leftOutReasons(config: DbesdkConfig): string[] {
  const intoTable = dynamoDbTargetOf(config) !== null;
  return cellSpecs(config, scenarioOf(config), intoTable).leftOut.map(({ why }) => why);
}

/** The same as lines of a report, from the config of a record. One of another version says nothing. */
export function leftOutLines(config: Readonly<Record<string, unknown>>): string[] {
  const parsed = dbesdkConfigSchema.safeParse(config);
  const reasons = parsed.success ? leftOutReasons(parsed.data) : [];
  return reasons.length === 0 ? [] : ['Left out', ...reasons.map((why) => `  ${why}`)];
}
