import { randomBytes, randomUUID } from 'node:crypto';
import type { Workload } from './settings.js';

/** The event names its run in a way that cannot be part of an object key. */
export class LambdaEventError extends Error {
  readonly code = 'ERR_LAMBDA_EVENT';
  readonly hint = 'Send {"run_id": "…"}, or {} to have one made';

  constructor(detail: string) {
    super(`the event cannot be used: ${detail}`);
    this.name = 'LambdaEventError';
  }
}

const RUN_ID = /^[\w.:-]{1,128}$/;
const RUN_ID_FORM = '1 to 128 letters, digits, dots, colons, hyphens and underscores';

/** A name for a run of which nobody gave one: `run_<milliseconds>_<6 characters>`. */
function newRunId(nowMs: number): string {
  return `run_${nowMs}_${randomBytes(3).toString('hex')}`;
}

/**
 * The `run_id` of the event, or a new one where the event is absent, null or has none.
 *
 * @throws LambdaEventError for an event that is no object, or a run_id that would change the shape of the object key
 */
export function runIdOf(event: unknown, nowMs: number): string {
  if (event === undefined || event === null) return newRunId(nowMs);
  if (typeof event !== 'object' || Array.isArray(event)) {
    throw new LambdaEventError(`it is ${JSON.stringify(event)?.slice(0, 100)}, not an object`);
  }
  const runId = 'run_id' in event ? event.run_id : undefined;
  if (runId === undefined || runId === null) return newRunId(nowMs);
  if (typeof runId !== 'string' || !RUN_ID.test(runId) || /^\.{1,2}$/.test(runId)) {
    throw new LambdaEventError(`run_id is ${JSON.stringify(runId)?.slice(0, 200)}; allowed: ${RUN_ID_FORM}`);
  }
  return runId;
}

/** `{workload}/{run_id}/{ms}-{uuid without hyphens}.jsonl`. */
export function objectKey(workload: Workload, runId: string, nowMs: number): string {
  return `${workload}/${runId}/${nowMs}-${randomUUID().replaceAll('-', '')}.jsonl`;
}
