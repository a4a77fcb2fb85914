import { dbesdkConfigSchema } from '../config.js';
import { dynamoDbTargetOf } from '../dynamodb-target.js';
import { cellSpecs } from '../plan/cell-specs.js';
import { scenarioOf } from '../scenario.js';

/** What the config asked for and was not measured, with the reason. A config of another version says nothing. */
export function leftOutLines(config: Readonly<Record<string, unknown>>): string[] {
  const parsed = dbesdkConfigSchema.safeParse(config);
  if (!parsed.success) return [];
  const intoTable = dynamoDbTargetOf(parsed.data) !== null;
  const { leftOut } = cellSpecs(parsed.data, scenarioOf(parsed.data), intoTable);
  return leftOut.length === 0 ? [] : ['Left out', ...leftOut.map(({ why }) => `  ${why}`)];
}
