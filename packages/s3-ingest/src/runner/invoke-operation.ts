import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, type LambdaClient, TooManyRequestsException } from '@aws-sdk/client-lambda';
import type { Clock, Operation, Outcome } from '@benchwright/load-driver';
import { type InvocationAnswer, readAnswer } from './read-answer.js';
import { type ThrottlePolicy, waitBeforeRetryNs } from './throttle-policy.js';

/** Class of an invocation that was throttled more often than the policy tries. */
const THROTTLED = 'THROTTLED';

/** What the operation is told before a trial, and whom it tells what happened. */
export interface InvocationPhase {
  readonly runId: string;
  throttled(times: number): void;
  answered(answer: InvocationAnswer): void;
}

export interface InvokeOptions {
  /** Without retries of its own: they would be hidden in a latency. */
  readonly client: LambdaClient;
  readonly functionName: string;
  readonly policy: ThrottlePolicy;
  readonly clock: Clock;
  /** The phase under way; read when an invocation begins. */
  readonly phase: () => InvocationPhase;
}

/**
 * One invocation and, where Lambda throttles it (429), the waits and tries after it: all of that is in its service time, and in its
 * response time what came before. Reading the answer is not timed.
 */
export function createInvokeOperation({
  client,
  functionName,
  policy,
  clock,
  phase,
}: InvokeOptions): Operation {
  return async ({ signal }): Promise<Outcome> => {
    const current = phase();
    const command = new InvokeCommand({
      FunctionName: functionName,
      InvocationType: 'RequestResponse',
      LogType: 'Tail',
      Payload: Buffer.from(JSON.stringify({ run_id: current.runId })),
    });
    for (let throttles = 0; ; throttles++) {
      try {
        const output = await client.send(command, { abortSignal: signal });
        const endNs = clock.nowNs();
        const answer = readAnswer(output);
        current.throttled(throttles);
        current.answered(answer);
        return { errorClass: answer.errorClass, bodyBytes: output.Payload?.length ?? 0, endNs };
      } catch (error) {
        if (!(error instanceof TooManyRequestsException)) throw error;
        const waitNs = waitBeforeRetryNs(throttles, policy);
        if (waitNs === null) {
          current.throttled(throttles + 1);
          return { errorClass: THROTTLED, bodyBytes: 0 };
        }
        await sleep(waitNs / 1e6, undefined, { signal });
      }
    }
  };
}
