import { BenchwrightError } from '../errors.js';
import { describeIssues } from '../introspect/describe-issues.js';
import { parseTolerant } from '../introspect/parse-tolerant.js';
import { type RunResult, runResultSchema } from '../schema/run-result.js';

const RUN_RESULT_VERSION = 1;

/** A result that this release cannot read. */
export class ResultFormatError extends BenchwrightError {}

/**
 * Turns a result of one schema version into one of the next. Pure: takes and yields JSON data. It is checked only
 * after the last step, so a step must leave nothing of the old form behind.
 */
export type MigrationStep = (result: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** Steps by the version they start from. When the schema's version becomes 2, the step from 1 is added here. */
const RUN_RESULT_MIGRATIONS: ReadonlyMap<number, MigrationStep> = new Map();

export type Migrated =
  | {
      ok: true;
      value: RunResult;
      /** The version that the data had, or null if it was of the current one. */
      migratedFrom: number | null;
      /** Keys that a later release of the same version added and this one left out. */
      ignoredKeys: string[];
    }
  | { ok: false; problem: ResultFormatError };

/**
 * Brings the JSON data of a RunResult of any known version to the current one and checks it. A newer version is a
 * problem that says which release wrote the file. The data is not changed.
 */
export function migrateRunResult(
  json: unknown,
  steps: ReadonlyMap<number, MigrationStep> = RUN_RESULT_MIGRATIONS,
): Migrated {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return failure('ERR_RESULT_FORMAT', 'is not a Benchwright result: not a JSON object');
  }
  const given = json as Readonly<Record<string, unknown>>;
  const version: unknown = given.schemaVersion;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    return failure('ERR_RESULT_FORMAT', 'is not a Benchwright result: it has no schemaVersion');
  }
  if (version > RUN_RESULT_VERSION) return failure('ERR_RESULT_NEWER', newerText(given, version));
  let current = given;
  for (let from = version; from < RUN_RESULT_VERSION; from += 1) {
    const step = steps.get(from);
    if (step === undefined)
      return failure('ERR_RESULT_VERSION', `has schemaVersion ${version}, which is no longer read`);
    current = { ...step(current), schemaVersion: from + 1 };
  }
  const parsed = parseTolerant(runResultSchema, current);
  if (!parsed.ok)
    return failure('ERR_RESULT_FORMAT', `is not a valid result: ${describeIssues(parsed.issues)}`);
  const migratedFrom = version === RUN_RESULT_VERSION ? null : version;
  return { ok: true, value: parsed.value, migratedFrom, ignoredKeys: parsed.ignoredKeys };
}

function failure(code: string, message: string): Migrated {
  return { ok: false, problem: new ResultFormatError(code, message) };
}

function newerText(result: Readonly<Record<string, unknown>>, version: number): string {
  const { environment } = result as { environment?: { packages?: { benchwright?: unknown } } };
  const writer = environment?.packages?.benchwright;
  const upgrade =
    typeof writer === 'string' ? `benchwright ${writer}, which wrote it, or newer` : 'a newer benchwright';
  return `has schemaVersion ${version}, and this release reads up to ${RUN_RESULT_VERSION}: install ${upgrade}`;
}
