import { renderConsole, renderJson, renderRunList, toTerminalSafeJson } from '@benchwright/report';
import type { RunResult } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import type { ExitCode } from '../exit-codes.js';
import type { MeasuredRun } from '../measure/execute-run.js';
import { pageOf } from '../output/result-text.js';

/** What became of one suite of a `run`. */
export interface SuiteRun {
  readonly id: string;
  /** Null when it could not even begin. */
  readonly measured: MeasuredRun | null;
  readonly code: ExitCode;
}

interface OutputMode {
  readonly several: boolean;
  readonly json: boolean;
}

/** Where the results of a `run` go: as pages, one by one, with a list at the end, or as one JSON document. */
export interface RunOutput {
  readonly show: (result: RunResult) => void;
  readonly conclude: (runs: readonly SuiteRun[]) => void;
}

/** The output for one suite (its result) or several (a list, in the order of the suites). */
export function runOutput({ several, json }: OutputMode, { streams, env }: CliContext): RunOutput {
  const { stdout } = streams;
  const page = pageOf(stdout, env);
  if (json && !several)
    return { show: (result) => void stdout.write(renderJson(result)), conclude: () => {} };
  if (json) {
    const results: RunResult[] = [];
    return {
      show: (result) => void results.push(result),
      conclude: () => void stdout.write(toTerminalSafeJson(results)),
    };
  }
  return {
    show: (result) => void stdout.write(`${renderConsole(result, page)}${several ? '\n' : ''}`),
    conclude: (runs) => {
      if (several) stdout.write(renderRunList(runs.map(listEntry), page));
    },
  };
}

/** The plans of a dry run: texts one after the other, or one JSON document. */
export function writePlans(
  plans: readonly string[],
  { several, json }: OutputMode,
  { streams }: CliContext,
): void {
  if (json && several) streams.stdout.write(toTerminalSafeJson(plans.map((plan) => JSON.parse(plan))));
  else streams.stdout.write(plans.join('\n'));
}

function listEntry({ id, measured, code }: SuiteRun) {
  const result = measured?.result ?? null;
  const note = measured === null || result === null ? `not measured (exit code ${code})` : measured.folder;
  return { suite: id, result, note };
}
