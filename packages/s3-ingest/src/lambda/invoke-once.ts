import { randomUUID } from 'node:crypto';
import { createHandle } from './handle.js';
import type { InvocationSuccess } from './invocation-record.js';
import type { Environment } from './settings-reader.js';

/** What one local invocation did, and the lines that it logged: one, in CloudWatch's embedded metric format. */
export interface OnceInvoked {
  readonly record: InvocationSuccess;
  readonly lines: readonly string[];
}

/** What to do about what S3 says; its own messages do not tell. */
const HINTS: Readonly<Record<string, string>> = {
  NoSuchBucket:
    'Create the bucket that OUTPUT_BUCKET names, or name another; for one on this machine: benchwright targets start s3 --bucket NAME, and its endpoint in S3_ENDPOINT',
  AccessDenied: 'Check that the credentials may write to the bucket that OUTPUT_BUCKET names (s3:PutObject)',
  InvalidAccessKeyId: 'Check AWS_ACCESS_KEY_ID; benchwright targets start s3 prints the keys of its server',
  SignatureDoesNotMatch: 'Check AWS_SECRET_ACCESS_KEY',
  PermanentRedirect: 'Set AWS_REGION to the region of the bucket',
};

/** An invocation that failed, with what it logged. */
export class InvokeOnceError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly lines: readonly string[];

  constructor(cause: Error, lines: readonly string[]) {
    super(cause.message, { cause });
    this.name = 'InvokeOnceError';
    const { code, hint } = cause as { code?: unknown; hint?: unknown };
    this.code = typeof code === 'string' && code.startsWith('ERR_') ? code : 'ERR_LAMBDA_INVOKE';
    this.hint = typeof hint === 'string' ? hint : HINTS[cause.name];
    this.lines = lines;
  }
}

/**
 * Handles one event in this process, as a new execution environment would: cold_start_ms is the time until the client stood.
 *
 * @throws InvokeOnceError with the handler's message: code ERR_LAMBDA_SETTINGS or ERR_LAMBDA_EVENT for what the caller gave,
 *   ERR_LAMBDA_INVOKE for what S3 or the way to it refused; `lines` holds what was logged
 */
export async function invokeOnce(event: unknown, env: Environment): Promise<OnceInvoked> {
  const lines: string[] = [];
  const handle = createHandle({ env, startedAt: performance.now(), log: (line) => lines.push(line) });
  const functionName = env.AWS_LAMBDA_FUNCTION_NAME ?? 'local';
  try {
    const record = await handle(event, { awsRequestId: randomUUID(), functionName });
    return { record, lines };
  } catch (error) {
    throw new InvokeOnceError(error instanceof Error ? error : new Error(String(error)), lines);
  }
}
