import type { RunEvent, Suite } from '@benchwright/load-driver';
import { shellQuote, terminalSafe, toTerminalSafeJson } from '@benchwright/report';
import { captureEnvironment, type Plan, type RunResult, removeSecrets } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { readCalibration } from '../doctor/calibration-store.js';
import { comparedTrials, resolutionLines } from '../doctor/resolution-text.js';
import type { FleetRequest } from '../fleet/fleet-flags.js';
import { prepareFleet } from '../fleet/measure-on-fleet.js';
import { recordHistory } from '../history/record-history.js';
import type { LiveMode, LiveWatch } from '../live/live-watch.js';
import { type Problem, problemOf } from '../output/problem.js';
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
  /** Whether the run is added to the history; absent: it is. */
  readonly history?: boolean;
  /** Whether a page shows the run; absent: it does not. */
  readonly live?: LiveMode;
  /** Who measures; absent: this process. */
  readonly fleet?: FleetRequest;
  readonly verbose: boolean;
  /** Lines of the command's own that an event of the run is worth, beside what every progress shows. */
  readonly remarks?: (event: RunEvent) => readonly string[];
  /** Words that start this command again: `['run', 'rest-grpc']`. */
  readonly command: readonly string[];
}

/**
 * Measures a suite, or what is left of an interrupted run of it. `show` prints the result, if there is one; what has to be
 * done about it is said after that, where a reader still sees it.
 */
export async function measureSuite(
  suite: Suite,
  request: MeasureRequest,
  context: CliContext,
  show: (result: RunResult) => void,
): Promise<MeasuredRun> {
  const progress = createProgress(request.progress, context);
  try {
    const fleet = request.fleet === undefined ? null : await prepareFleet(request.fleet, context);
    const opened = await openRun(suite, request, progress, context);
    const run = fleet?.take(opened) ?? opened;
    await showLive(request, progress, context);
    const measured = await executeRun(run, watchedBy(progress, context.live, request.remarks), context);
    if (measured.result !== null) context.live.add(measured.folder);
    progress.close();
    if (measured.result !== null) show(measured.result);
    if (measured.result !== null && fleet !== null) {
      for (const line of await fleet.agentLines(measured.folder)) progress.note(terminalSafe(line));
    }
    report(measured, request, progress);
    const missing = request.history === false ? null : await recordHistory(measured, request.resultsFolder);
    if (missing !== null) progress.problem(missing);
    return measured;
  } finally {
    progress.close();
  }
}

/** Opens the page, if it is asked for, and says where: also where nothing else is said. */
async function showLive(
  { live = 'off', progress: mode }: MeasureRequest,
  progress: Progress,
  context: CliContext,
): Promise<void> {
  const url = await context.live.start(live, context);
  if (url === null) return;
  const line = `live: ${url}`;
  if (mode === 'none') context.streams.stderr.write(`${line}\n`);
  else progress.note(line);
}

function watchedBy(progress: Progress, live: LiveWatch, remarks: MeasureRequest['remarks']): Progress {
  return {
    ...progress,
    events: (event) => {
      for (const line of remarks?.(event) ?? []) progress.note(line);
      progress.events(event);
      live.onEvent(event);
    },
  };
}

/** The text of a dry run: for people, or as JSON. */
export async function dryRunText(
  suite: Suite,
  request: MeasureRequest,
  format: 'text' | 'json',
): Promise<string> {
  const prepared = await prepareRun(suite, request, request.seed);
  const { plan, targets } = prepared;
  const leftOut = suite.leftOut?.(prepared.config) ?? [];
  if (format === 'json') {
    const config = removeSecrets(prepared.config, { schema: suite.config.schema });
    return toTerminalSafeJson({ suite: suite.id, dryRun: true, config, targets, plan, leftOut });
  }
  return planText({
    suite,
    plan,
    targets,
    resultsFolder: request.resultsFolder,
    settings: settings(prepared),
    leftOut,
    resolution: await resolutionOf(plan, request),
  });
}

/** What the trials planned can tell apart on this machine; nothing where it was not calibrated, or the trials are probes of a search. */
async function resolutionOf(plan: Plan, { env }: MeasureRequest): Promise<string[]> {
  const { calibration } = await readCalibration(env, await captureEnvironment({ packages: {} }));
  return calibration === null ? [] : resolutionLines(calibration, comparedTrials(plan));
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
    const run = await openNewRun(prepared, request.resultsFolder, context);
    const message = run.calibrationWarning ?? null;
    const hint = 'calibrate again: benchwright doctor --calibrate';
    if (message !== null) progress.problem({ label: 'warning', message, hint });
    for (const line of run.tooFewTrials ?? []) progress.note(line);
    return run;
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
    progress.problem({ label: 'warning', message: `${stored.folder}: line ${line}: ${message}` });
  }
  const { run, differences } = await openResumed(suite, stored, request, context);
  if (differences.length > 0) {
    const first = 'this is not the machine and software of the first part of the run:';
    const message = [first, ...differences.map((difference) => `  ${difference}`)].join('\n');
    const hint = 'trials before and after may differ for that reason alone';
    progress.problem({ label: 'warning', message, hint });
  }
  return run;
}

function settings({ suite, config, origins }: PreparedRun) {
  const { schema } = suite.config;
  return settingsOf(schema, removeSecrets(config, { schema }), origins);
}

function report(measured: MeasuredRun, request: MeasureRequest, progress: Progress): void {
  const { outcome, failure, result, folder } = measured;
  const again = ['benchwright', ...request.command, '--resume', folder].map(shellQuote).join(' ');
  const hint = `go on with: ${again}`;
  if (outcome === 'interrupted' && result === null) {
    progress.problem({ label: 'interrupted', message: 'nothing was measured yet, so nothing is kept' });
  } else if (outcome === 'interrupted') {
    progress.problem({ label: 'interrupted', message: `what was measured is kept in ${folder}`, hint });
  } else if (failure !== undefined) {
    progress.problem(problemOf(failure, request.verbose));
    const message = `what was measured before is kept in ${folder}`;
    if (result !== null) progress.problem({ label: 'warning', message, hint });
  }
  if (result === null || outcome !== 'completed') return;
  if (result.validity.verdict === 'invalid') progress.problem(invalidity(result));
  const missed = missedSlo(result);
  if (missed !== null) progress.problem(missed);
  progress.note(terminalSafe(`records and result: ${folder}`));
}

/** Only what passes is passed: what could not be judged is said with what would show it. */
function missedSlo({ slos }: RunResult): Problem | null {
  const missed = slos.filter(({ outcome }) => outcome !== 'pass');
  if (missed.length === 0) return null;
  const lines = missed.map(({ outcome, id, cell, text }) => `  ${outcome}  ${id} (${cell}): ${text}`);
  const isShown = missed.some(({ outcome }) => outcome === 'fail');
  const message = [`the SLO is not ${isShown ? 'met' : 'shown to be met'}:`, ...lines].join('\n');
  return { label: 'failed', message };
}

function invalidity({ validity }: RunResult): Problem {
  const reasons = validity.reasons
    .filter(({ verdict }) => verdict === 'invalid')
    .map(({ text, code, hint }) => `  ${text} [${code}]\n    ${hint}`);
  return { label: 'invalid', message: ['this result must not be relied on:', ...reasons].join('\n') };
}
