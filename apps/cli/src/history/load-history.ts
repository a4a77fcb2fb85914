import { join } from 'node:path';
import { type HistoryContent, readHistory } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { writeProblem } from '../output/problem.js';
import { UsageError } from '../usage-error.js';
import { HISTORY_FILE } from './history-file-name.js';

/** Damaged lines named one by one; of more only the number is told. */
const NAMED = 5;

/** The history of a results folder; damaged lines are named on stderr. Throws UsageError ERR_NO_HISTORY where there is none. */
export async function loadHistory(resultsFolder: string, context: CliContext): Promise<HistoryContent> {
  const file = join(resultsFolder, HISTORY_FILE);
  const content = await readHistory(file);
  const { problems } = content;
  for (const { line, message } of problems.slice(0, NAMED)) {
    writeProblem(context, { label: 'warning', message: `${file}: line ${line}: ${message}` });
  }
  if (problems.length > NAMED) {
    writeProblem(context, {
      label: 'warning',
      message: `${file}: and ${problems.length - NAMED} more such lines`,
    });
  }
  if (content.cells.length > 0) return content;
  throw new UsageError(
    `there is no history in ${resultsFolder}`,
    `a run is added when it is complete; to make one from the runs that are there: benchwright history rebuild -o ${resultsFolder}`,
    'ERR_NO_HISTORY',
  );
}

/** The id that a name stands for: itself, or the only one that begins so. Throws UsageError ERR_NOT_A_RUN or ERR_RUN_AMBIGUOUS. */
export function runIdNamed(name: string, { cells }: HistoryContent): string {
  const ids = [...new Set(cells.map(({ run }) => run))];
  const found = ids.includes(name) ? [name] : ids.filter((id) => name !== '' && id.startsWith(name));
  const [only, ...others] = found;
  if (only === undefined) {
    throw new UsageError(
      `the history has no run '${name}'`,
      'name a run as `benchwright history list` does, or how its id begins',
      'ERR_NOT_A_RUN',
    );
  }
  if (others.length > 0) throw ambiguous(name, found);
  return only;
}

const SHOWN = 5;

/** What to say when several runs begin as was typed. */
export function ambiguous(name: string, found: readonly string[]): UsageError {
  const more = found.length > SHOWN ? ` and ${found.length - SHOWN} more` : '';
  return new UsageError(
    `'${name}' may be ${found.length} runs: ${found.slice(0, SHOWN).join(', ')}${more}`,
    'name more of it',
    'ERR_RUN_AMBIGUOUS',
  );
}
