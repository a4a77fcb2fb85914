import type { S3Client } from '@aws-sdk/client-s3';

/** Requests to S3 so far. Differences of two of them belong to one invocation: an environment handles one at a time. */
export interface RequestCounts {
  /** Operations, each counted once however often it was tried. */
  readonly requests: number;
  readonly attempts: number;
  /** Attempts refused for their rate. */
  readonly throttles: number;
  /** UploadPart operations among the requests. */
  readonly parts: number;
}

const THROTTLING = new Set([
  'SlowDown',
  'ServiceUnavailable',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'RequestThrottled',
  'RequestLimitExceeded',
]);

/**
 * Counts what a client sends. `$metadata.attempts` of a response would miss those that failed in the end, and lib-storage keeps
 * the responses of parts to itself; so one middleware stands before the SDK's retries and one behind them.
 */
export class RequestCounter {
  #requests = 0;
  #attempts = 0;
  #throttles = 0;
  #parts = 0;

  watch(client: S3Client): void {
    client.middlewareStack.add(
      (next, context) => (args) => {
        this.#requests++;
        if (context.commandName === 'UploadPartCommand') this.#parts++;
        return next(args);
      },
      { step: 'initialize', name: 'countRequests', priority: 'high' },
    );
    // The last of this step runs inside the retry loop, once per attempt, and sees the error that S3's answer was read as.
    client.middlewareStack.add(
      (next) => async (args) => {
        this.#attempts++;
        try {
          return await next(args);
        } catch (error) {
          if (isThrottling(error)) this.#throttles++;
          throw error;
        }
      },
      { step: 'finalizeRequest', name: 'countAttempts', priority: 'low' },
    );
  }

  get counts(): RequestCounts {
    return {
      requests: this.#requests,
      attempts: this.#attempts,
      throttles: this.#throttles,
      parts: this.#parts,
    };
  }
}

/** What was sent between two readings. */
export function countsSince(before: RequestCounts, after: RequestCounts): RequestCounts {
  return {
    requests: after.requests - before.requests,
    attempts: after.attempts - before.attempts,
    throttles: after.throttles - before.throttles,
    parts: after.parts - before.parts,
  };
}

function isThrottling(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status = httpStatusOf(error);
  return THROTTLING.has(error.name) || status === 429 || status === 503;
}

/** HTTP status of an SDK error; null where no answer came. */
export function httpStatusOf(error: Error): number | null {
  const metadata = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
}
