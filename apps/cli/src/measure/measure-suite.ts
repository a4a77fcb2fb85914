import type { Suite } from '@benchwright/load-driver';
import { shellQuote, terminalSafe, toTerminalSafeJson } from '@benchwright/report';
import { removeSecrets } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { writeError, writeProblem } from '../output/problem.js';
import { createProgress, type Progress, type ProgressMode } from '../progress/progress.js';
import { UsageError } from '../usage-error.js';
import { executeRun, type MeasuredRun } from './execute-run.js';
import { openResumed, readStoredRun } from './open-resumed.js';
import { type OpenRun, openNewRun, type PreparedRun, prepareRun } from './open-run.js';
import { planText, settingLines } from './plan-text.js';
import type { ConfigInputs } from './resolve-config.js';
import { settingsOf } from './settings.js';

/** What the command line asks of one suite. */
export interface MeasureRequest extends ConfigInputs {
  readonly seed: number | undefined;
  readonly resume: string | undefined;
  readonly resultsFolder: string;
  readonly progress: ProgressMode;
  readonly verbose: boolean;
  /** Words that start this command again: `['run', 'rest-grpc']`. */
  readonly command: readonly string[];
}

/** Measures a suite, or what is left of an interrupted run of it, and says on stderr how it went. */
export async function measureSuite(
  suite: Suite,
  request: MeasureRequest,
  context: CliContext,
): Promise<MeasuredRun> {
  const progress = createProgress(request.progress, context);
  try {
    const run = await openRun(suite, request, progress, context);
    const measured = await executeRun(run, progress, context);
    progress.close();
    report(measured, request, progress, context);
    return measured;
  } finally {
    progress.close();
  }
}

/** The text of a dry run: for people, or as JSON. */
export async function dryRunText(
  suite: Suite,
  request: MeasureRequest,
  format: 'text' | 'json',
): Promise<string> {
  const prepared = await prepareRun(suite, request, request.seed);
  const { plan, targets } = prepared;
  if (format === 'json') {
    const config = removeSecrets(prepared.config, { schema: suite.config.schema });
    return toTerminalSafeJson({ suite: suite.id, dryRun: true, config, targets, plan });
  }
  return planText({
    suite,
    plan,
    targets,
    resultsFolder: request.resultsFolder,
    settings: settings(prepared),
  });
}

async function openRun(
  suite: Suite,
  request: MeasureRequest,
  progress: Progress,
  context: CliContext,
): Promise<OpenRun> {
  if (request.resume === undefined) {
    const prepared = await prepareRun(suite, request, request.seed);
    if (request.verbose) for (const line of settingLines(settings(prepared))) progress.note(line);
    return await openNewRun(prepared, request.resultsFolder, context);
  }
  const stored = await readStoredRun(request.resume);
  if (stored.header.suite !== suite.id) {
    throw new UsageError(
      `${request.resume} is a run of ${stored.header.suite}, not of ${suite.id}`,
      undefined,
      'ERR_NOT_A_RUN',
    );
  }
  for (const { line, message } of stored.content.problems) {
    writeProblem(context, 'warning', `${stored.folder}: line ${line}: ${message}`);
  }
  const { run, differences } = await openResumed(suite, stored, request, context);
  if (differences.length > 0) {
    const text = [
      'this is not the machine and software of the first part of the run:',
      ...differences.map((d) => `  ${d}`),
    ];
    writeProblem(
      context,
      'warning',
      text.join('\n'),
      'trials before and after may differ for that reason alone',
    );
  }
  return run;
}

function settings({ suite, config, origins }: PreparedRun) {
  const { schema } = suite.config;
  return settingsOf(schema, removeSecrets(config, { schema }), origins);
}

function report(
  measured: MeasuredRun,
  request: MeasureRequest,
  progress: Progress,
  context: CliContext,
): void {
  const { outcome, failure, result, folder } = measured;
  const again = ['benchwright', ...request.command, '--resume', folder].map(shellQuote).join(' ');
  if (outcome === 'interrupted') {
    if (result === null) writeProblem(context, 'interrupted', 'nothing was measured yet, so nothing is kept');
    else
      writeProblem(context, 'interrupted', `what was measured is kept in ${folder}`, `go on with: ${again}`);
  } else if (failure !== undefined) {
    writeError(context, failure, request.verbose);
    if (result !== null)
      writeProblem(
        context,
        'warning',
        `what was measured before is kept in ${folder}`,
        `go on with: ${again}`,
      );
  }
  if (result === null) return;
  if (result.validity.verdict === 'invalid' && outcome === 'completed') {
    const reasons = result.validity.reasons
      .filter(({ verdict }) => verdict === 'invalid')
      .map(({ text, code, hint }) => `  ${text} [${code}]\n    ${hint}`);
    writeProblem(context, 'invalid', ['this result must not be relied on:', ...reasons].join('\n'));
  }
  if (outcome === 'completed') progress.note(terminalSafe(`records and result: ${folder}`));
}
