import { terminalSafe } from '@benchwright/report';
import { type ConfigError, formatConfigProblem } from '@benchwright/result-schema';
import pc from 'picocolors';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode, errorCode, exitCodeOf } from '../exit-codes.js';
import { wantsColor } from './streams.js';

type Output = Pick<CliContext, 'streams' | 'env'>;

/** Something a person has to know or act on. */
export interface Problem {
  readonly label: 'error' | 'warning' | 'interrupted' | 'invalid' | 'failed';
  /** The fact in the first line, details in further ones. */
  readonly message: string;
  /** What to do. */
  readonly hint?: string | undefined;
  /** For whoever looks into the fault: a stack. */
  readonly details?: string | undefined;
}

/** Writes a problem on stderr: a line for the fact, lines for the details, a line for what to do. */
export function writeProblem({ streams, env }: Output, { label, message, hint, details }: Problem): void {
  const colors = pc.createColors(wantsColor(streams.stderr, env));
  const paint = label === 'warning' || label === 'interrupted' ? colors.yellow : colors.red;
  const [first = '', ...more] = linesOf(message);
  const lines = [`${paint(`${label}:`)} ${first}`, ...more];
  // Some errors tell their hint in the message as well.
  if (hint !== undefined && !message.includes(hint)) lines.push(...linesOf(hint).map((line) => `  ${line}`));
  if (details !== undefined) lines.push(...linesOf(details));
  streams.stderr.write(`${lines.join('\n')}\n`);
}

/** An error for the person who has to act on it, internals only when asked for. */
export function problemOf(error: unknown, verbose: boolean): Problem {
  const more = verbose ? { details: stackOf(error) } : {};
  if (hasProblems(error)) {
    const lines = error.problems.map((problem) => `  ${formatConfigProblem(problem)}`);
    const count = lines.length === 1 ? 'a problem' : `${lines.length} problems`;
    const message = [`the config has ${count}`, ...lines].join('\n');
    return { label: 'error', message, hint: error.hint, ...more };
  }
  if (exitCodeOf(error) === EXIT.internal) {
    const hint =
      'this is a fault of benchwright, not yours; run again with --verbose for the details to report';
    return { label: 'error', message: `internal error: ${messageOf(error)}`, ...(verbose ? more : { hint }) };
  }
  return { label: 'error', message: messageOf(error), hint: hintOf(error), ...more };
}

/** Writes an error on stderr and returns its exit code. */
export function writeError(output: Output, error: unknown, verbose: boolean): ExitCode {
  writeProblem(output, problemOf(error, verbose));
  return exitCodeOf(error);
}

function linesOf(text: string): string[] {
  return text.split('\n').map(terminalSafe);
}

/** By its code and shape: two copies of result-schema may be loaded. */
function hasProblems(error: unknown): error is ConfigError {
  return errorCode(error) === 'ERR_CONFIG' && error instanceof Error && 'problems' in error;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function hintOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('hint' in error)) return undefined;
  return typeof error.hint === 'string' ? error.hint : undefined;
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return (error.stack ?? error.message) + cause;
}
