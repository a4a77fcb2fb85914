import type { EnvironmentExit } from './environment/execution-environment.js';
import type { FunctionErrorPayload } from './environment/protocol.js';

/** How a failed invocation is told: in the answer, in the log and in the REPORT line. */
export interface FunctionFailure {
  readonly error: FunctionErrorPayload;
  /** Lines that the platform adds to the log. */
  readonly logLines: readonly string[];
  readonly status: 'error' | 'timeout';
  /** For the REPORT line, which tells an environment that ran out of memory from one that exited. */
  readonly errorType: string | null;
}

/** A synchronous answer may be this long (Lambda quotas: 6 MB). */
export const LONGEST_ANSWER_BYTES = 6_291_556;

export function timeoutFailure(requestId: string, timeoutSec: number, now: Date): FunctionFailure {
  const text = `Task timed out after ${timeoutSec.toFixed(2)} seconds`;
  return {
    error: { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${requestId} Error: ${text}` },
    logLines: [`${now.toISOString()} ${requestId} ${text}`],
    status: 'timeout',
    errorType: null,
  };
}

export function exitFailure(requestId: string, exit: EnvironmentExit): FunctionFailure {
  const errorMessage = `RequestId: ${requestId} Error: ${exitText(exit)}`;
  return {
    error: { errorType: 'Runtime.ExitError', errorMessage },
    logLines: [errorMessage, 'Runtime.ExitError'],
    status: 'error',
    errorType: exit.outOfMemory ? 'Runtime.OutOfMemory' : 'Runtime.ExitError',
  };
}

export function handlerFailure(error: FunctionErrorPayload): FunctionFailure {
  return { error, logLines: [], status: 'error', errorType: error.errorType };
}

export function answerTooLong(): FunctionFailure {
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${LONGEST_ANSWER_BYTES} bytes).`;
  return handlerFailure({ errorType: 'Function.ResponseSizeTooLarge', errorMessage });
}

const SIGNAL_TEXTS: Readonly<Record<string, string>> = {
  SIGKILL: 'killed',
  SIGABRT: 'aborted',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
};

function exitText({ code, signal, outOfMemory }: EnvironmentExit): string {
  if (outOfMemory) return 'Runtime exited with error: signal: killed';
  if (signal !== null) return `Runtime exited with error: signal: ${SIGNAL_TEXTS[signal] ?? signal}`;
  if (code === 0) return 'Runtime exited without providing a reason';
  return `Runtime exited with error: exit status ${code ?? 'unknown'}`;
}
