import type { RunResult } from '../schema/run-result.js';
import { migrateRunResult, ResultFormatError } from './migrate.js';

/**
 * The RunResult in the text of a `result.json`, of whatever schema version. Throws ResultFormatError, which names the
 * file: `ERR_RESULT_NOT_JSON`, `ERR_RESULT_FORMAT`, `ERR_RESULT_VERSION` or `ERR_RESULT_NEWER`.
 */
export function parseRunResult(text: string, fileName: string): RunResult {
  const migrated = migrateRunResult(parseJson(text.replace(/^\uFEFF/, ''), fileName));
  if (migrated.ok) return migrated.value;
  throw new ResultFormatError(migrated.problem.code, `${fileName} ${migrated.problem.message}`);
}

function parseJson(text: string, fileName: string): unknown {
  if (text.trim() === '') throw new ResultFormatError('ERR_RESULT_NOT_JSON', `${fileName} is empty`);
  try {
    return JSON.parse(text);
  } catch (cause) {
    const detail = (cause instanceof Error ? cause.message : String(cause)).replaceAll(/\s+/g, ' ');
    throw new ResultFormatError(
      'ERR_RESULT_NOT_JSON',
      `${fileName}${placeOf(text, detail)} is not JSON: ${detail}`,
      {
        cause,
      },
    );
  }
}

/** Line and column where V8 gives an offset or the text just ends; otherwise it quotes the place in its message. */
function placeOf(text: string, message: string): string {
  const offset = /at position (\d+)/.exec(message)?.[1];
  if (offset === undefined && !/end of JSON/.test(message)) return '';
  const before = text.slice(0, offset === undefined ? text.length : Number(offset)).split('\n');
  return `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
