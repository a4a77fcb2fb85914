/**
 * Lines of JSON on file descriptor 3 of an execution environment, both ways. Stdout and stderr stay the function's own: what they carry is
 * its log. After each invocation the environment prints `endMark(nonce)` on both, so that the platform knows which lines belonged to it.
 */
export type ToEnvironment =
  | {
      readonly type: 'init';
      readonly handlerFile: string;
      readonly handlerExport: string;
      readonly nonce: string;
    }
  | {
      readonly type: 'invoke';
      readonly requestId: string;
      readonly functionName: string;
      readonly functionArn: string;
      readonly memoryMb: number;
      readonly logGroupName: string;
      readonly logStreamName: string;
      readonly deadlineMs: number;
      /** The event as JSON text. */
      readonly payload: string;
    };

/** An error as Lambda's Node.js runtime writes it into the answer. */
export interface FunctionErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

export type FromEnvironment =
  | { readonly type: 'ready' }
  | { readonly type: 'init-failed'; readonly error: FunctionErrorPayload }
  | {
      readonly type: 'result';
      readonly requestId: string;
      readonly payload: string;
      readonly maxRssBytes: number;
    }
  | {
      readonly type: 'error';
      readonly requestId: string;
      readonly error: FunctionErrorPayload;
      readonly maxRssBytes: number;
    };

/** The descriptor of the channel in the environment. */
export const CHANNEL_FD = 3;

/** What stands alone on a line of stdout and stderr when an invocation has ended. No function prints a NUL followed by a secret. */
export function endMark(nonce: string): string {
  return `\u0000${nonce}`;
}
