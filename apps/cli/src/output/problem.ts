import { terminalSafe } from '@benchwright/report';
import { type ConfigError, formatConfigProblem } from '@benchwright/result-schema';
import pc from 'picocolors';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode, errorCode, exitCodeOf } from '../exit-codes.js';
import { wantsColor } from './streams.js';

type Output = Pick<CliContext, 'streams' | 'env'>;

/** Writes what went wrong on stderr: a line for the fact, lines for the details, a line for what to do. */
export function writeProblem(
  { streams, env }: Output,
  label: 'error' | 'warning' | 'interrupted' | 'invalid',
  message: string,
  hint?: string,
): void {
  const colors = pc.createColors(wantsColor(streams.stderr, env));
  const paint = label === 'warning' || label === 'interrupted' ? colors.yellow : colors.red;
  const [first = '', ...more] = message.split('\n').map(terminalSafe);
  const lines = [`${paint(`${label}:`)} ${first}`, ...more];
  if (hint !== undefined && !message.includes(hint)) {
    lines.push(...hint.split('\n').map((line) => `  ${terminalSafe(line)}`));
  }
  streams.stderr.write(`${lines.join('\n')}\n`);
}

/** Writes an error for the person who has to act on it, internals only when asked for. Returns its exit code. */
export function writeError(output: Output, error: unknown, verbose: boolean): ExitCode {
  const code = exitCodeOf(error);
  if (hasProblems(error)) {
    const lines = error.problems.map((problem) => `  ${formatConfigProblem(problem)}`);
    const count = lines.length === 1 ? 'a problem' : `${lines.length} problems`;
    writeProblem(output, 'error', [`the config has ${count}`, ...lines].join('\n'), hintOf(error));
  } else if (code === EXIT.internal) {
    const hint = verbose
      ? undefined
      : 'this is a fault of benchwright, not yours; run again with --verbose for the details to report';
    writeProblem(output, 'error', `internal error: ${messageOf(error)}`, hint);
  } else {
    writeProblem(output, 'error', messageOf(error), hintOf(error));
  }
  if (verbose) output.streams.stderr.write(`${details(error)}\n`);
  return code;
}

/** By its code and shape: two copies of result-schema may be loaded. */
function hasProblems(error: unknown): error is ConfigError {
  return (
    errorCode(error) === 'ERR_CONFIG' && typeof error === 'object' && error !== null && 'problems' in error
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hintOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('hint' in error)) return undefined;
  return typeof error.hint === 'string' ? error.hint : undefined;
}

function details(error: unknown): string {
  if (!(error instanceof Error)) return terminalSafe(String(error));
  const cause = error.cause === undefined ? '' : `\ncaused by ${details(error.cause)}`;
  const stack = (error.stack ?? error.message).split('\n').map(terminalSafe).join('\n');
  return stack + cause;
}
