import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { REASONS, type Suite } from '@benchwright/load-driver';
import { parseRunResult, type RunResult, writeFileAtomic } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { isRecordLog, readStoredRun } from '../measure/open-resumed.js';
import { RECORDS_FILE, RESULT_FILE } from '../measure/open-run.js';
import { summarizeContent } from '../measure/summarize-content.js';
import { writeProblem } from '../output/problem.js';
import { reasonText } from '../output/reason-text.js';
import { FORMATS, pageOf, resultText } from '../output/result-text.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { text, verboseOption } from '../spec/option-spec.js';
import { UsageError, unknownName } from '../usage-error.js';

const options = {
  format: text(
    '-f, --format <format>',
    'form of the report; a suite’s own views are <suite>:<view>, such as rest-grpc:csv',
    {
      choices: FORMATS,
      otherwise: 'console',
    },
  ),
  explain: text(
    '--explain <code>',
    'say what a reason code stands for, its limits and what to do; all: every code',
    {
      choices: [...REASONS.map(({ code }) => code), 'all'],
    },
  ),
  output: text('-o, --output <file>', 'file to write instead of stdout', { takesFile: true }),
  verbose: verboseOption,
} as const;

/** `report`: a stored run again, in any form. */
export const reportCommand = defineCommand({
  path: ['report'],
  summary: 'Show a stored run',
  details:
    'Results are summarised anew from the records where there are any, so that an older run gains from what was learned since. Lines of the records that cannot be read are named on stderr and left out.',
  args: [
    { form: '[run]', summary: `a run’s folder, its ${RECORDS_FILE} or a ${RESULT_FILE}`, takesFile: true },
  ],
  options,
  examples: [
    ['report results/rest-grpc/20261121T010203-ab12cd', 'on the terminal'],
    [
      'report results/rest-grpc/20261121T010203-ab12cd -f csv -o run.csv',
      'a row per cell and metric, for a spreadsheet',
    ],
    ['report --explain NOT_STEADY', 'what a reason in a report stands for'],
  ],
  run: showRun,
});

async function showRun(
  { args, options: given }: CommandInput<typeof options>,
  context: CliContext,
): Promise<ExitCode> {
  if (given.explain !== undefined) return explain(given.explain, context);
  const [run] = args;
  if (run === undefined) {
    throw new UsageError(
      'report needs a run',
      `name a run’s folder, its ${RECORDS_FILE} or a ${RESULT_FILE}`,
    );
  }
  const { result, suite } = await loadRun(run, context);
  const page =
    given.output === undefined ? pageOf(context.streams.stdout, context.env) : { columns: 80, color: false };
  const shown = resultText(result, given.format ?? 'console', suite, page);
  if (given.output === undefined) context.streams.stdout.write(shown);
  else await writeFileAtomic(given.output, shown);
  return EXIT.fine;
}

function explain(wanted: string, { streams, env }: CliContext): ExitCode {
  const code = wanted.toUpperCase();
  const found = REASONS.filter((reason) => code === 'ALL' || reason.code === code);
  if (found.length === 0) {
    const known = [...REASONS.map((reason) => reason.code), 'all'];
    throw unknownName('reason', wanted, known);
  }
  const page = pageOf(streams.stdout, env);
  streams.stdout.write(found.map((reason) => reasonText(reason, page)).join('\n'));
  return EXIT.fine;
}

interface LoadedRun {
  readonly result: RunResult;
  readonly suite: Suite | null;
}

async function loadRun(path: string, context: CliContext): Promise<LoadedRun> {
  const records = await recordsOf(path);
  if (records === null) return await readResult(path, context);
  const stored = await readStoredRun(records);
  for (const { line, message } of stored.content.problems) {
    writeProblem(context, { label: 'warning', message: `${records}: line ${line}: ${message}` });
  }
  const suite = await suiteOf(stored.header.suite, context);
  if (suite !== null) return { suite, result: summarizeContent(suite, stored.content) };
  writeProblem(context, {
    label: 'warning',
    message: `suite ${stored.header.suite} is not known here: showing ${RESULT_FILE} as it was written`,
  });
  return await readResult(join(stored.folder, RESULT_FILE), context);
}

/** The record log behind a path; null when it names a result. */
async function recordsOf(path: string): Promise<string | null> {
  const folder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => null,
  );
  if (folder === null) {
    throw new UsageError(
      `there is no run at ${path}`,
      `name a run's folder, its ${RECORDS_FILE} or a ${RESULT_FILE}`,
      'ERR_NOT_A_RUN',
    );
  }
  if (!folder) return isRecordLog(path) ? path : null;
  const records = join(path, RECORDS_FILE);
  return await stat(records).then(
    () => records,
    () => null,
  );
}

async function readResult(path: string, context: CliContext): Promise<LoadedRun> {
  const file = path.endsWith('.json') ? path : join(path, RESULT_FILE);
  const json = await readFile(file, 'utf8').catch((cause: Error) => {
    throw new UsageError(
      `cannot read ${file}: ${cause.message}`,
      `name a run's folder, its ${RECORDS_FILE} or a ${RESULT_FILE}`,
      'ERR_NOT_A_RUN',
    );
  });
  const result = parseRunResult(json, file);
  return { result, suite: await suiteOf(result.suite, context) };
}

async function suiteOf(id: string, { registry }: CliContext): Promise<Suite | null> {
  const entry = registry.suites.find((known) => known.id === id);
  return entry === undefined ? null : await entry.load();
}
