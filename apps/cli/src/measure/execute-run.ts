import { join } from 'node:path';
import { type RunOutcome, runSearch, runSuite } from '@benchwright/load-driver';
import { type RunEnd, type RunResult, readRecordLog, writeFileAtomic } from '@benchwright/result-schema';
import { isoTime } from '../cli-clock.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode, exitCodeOf } from '../exit-codes.js';
import type { Progress } from '../progress/progress.js';
import { type OpenRun, RECORDS_FILE, RESULT_FILE } from './open-run.js';
import { summarizeContent } from './summarize-content.js';

/** What became of a run. */
export interface MeasuredRun {
  readonly folder: string;
  /** Null when it ended before anything was measured; then the folder is gone too. */
  readonly result: RunResult | null;
  readonly outcome: RunEnd['outcome'];
  /** Why it failed, when it did. */
  readonly failure: unknown;
  readonly code: ExitCode;
}

/** Measures what is left of a run's plan, and summarises all that is recorded of it. The log is closed in every case. */
export async function executeRun(
  run: OpenRun,
  progress: Progress,
  context: CliContext,
): Promise<MeasuredRun> {
  let outcome: RunEnd['outcome'] = 'failed';
  let failure: unknown;
  try {
    outcome = await measure(run, progress, context);
  } catch (error) {
    // What an aborted start-up throws is the interruption, not a fault.
    if (context.signal.aborted) outcome = 'interrupted';
    else failure = error;
  }
  const appendFailure = await appendEnd(run, outcome, failure, context);
  return finishRun(run, outcome, failure ?? appendFailure);
}

async function measure(run: OpenRun, progress: Progress, { clock, signal }: CliContext): Promise<RunOutcome> {
  const { suite, config, plan, runId, done, doneCeilings, log } = run;
  const execute = plan.cells.some((cell) => cell.search) ? runSearch : runSuite;
  return await execute({
    suite,
    config,
    plan,
    runId,
    done,
    doneCeilings,
    clock,
    signal,
    events: progress.events,
    append: (record) => log.append(record),
  });
}

async function appendEnd(
  { log }: OpenRun,
  outcome: RunEnd['outcome'],
  failure: unknown,
  { clock }: CliContext,
): Promise<unknown> {
  const message = failure instanceof Error ? { message: failure.message } : {};
  try {
    await log.append({ type: 'end', v: 1, finishedAt: isoTime(clock), outcome, ...message });
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await log.close();
  }
}

async function finishRun(run: OpenRun, outcome: RunEnd['outcome'], failure: unknown): Promise<MeasuredRun> {
  const { folder, suite, discard } = run;
  const content = await readRecordLog(join(folder, RECORDS_FILE));
  if (content.trials.length === 0 && discard !== undefined) {
    await discard();
    return { folder, result: null, outcome, failure, code: codeOf(outcome, failure, null) };
  }
  const result = withRecords(summarizeContent(suite, content));
  await writeFileAtomic(join(folder, RESULT_FILE), `${JSON.stringify(result, null, 2)}\n`);
  return { folder, result, outcome, failure, code: codeOf(outcome, failure, result) };
}

function codeOf(outcome: RunEnd['outcome'], failure: unknown, result: RunResult | null): ExitCode {
  if (outcome === 'interrupted') return EXIT.interrupted;
  if (failure !== undefined) return exitCodeOf(failure);
  return result === null ? EXIT.internal : exitCodeOfResult(result);
}

/**
 * What a finished result means for a script: an invalid one never passes, however good its figures, and an SLO passes only where it was
 * shown to be met.
 */
export function exitCodeOfResult({ validity, slos }: Pick<RunResult, 'validity' | 'slos'>): ExitCode {
  if (validity.verdict === 'invalid') return EXIT.invalid;
  return slos.every(({ outcome }) => outcome === 'pass') ? EXIT.fine : EXIT.gateFailed;
}

function withRecords(result: RunResult): RunResult {
  const records = { name: 'records', path: RECORDS_FILE, mediaType: 'application/x-ndjson' };
  return { ...result, artifacts: [...result.artifacts, records] };
}
