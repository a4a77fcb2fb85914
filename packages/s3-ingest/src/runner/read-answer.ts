import { z } from 'zod';
import type { InvocationFailure, InvocationRecord, InvocationSuccess } from '../lambda/invocation-record.js';
import { type InvocationReport, parseReportLine } from '../local-lambda/report-line.js';

/** What of an answer of Lambda's Invoke is read. */
export interface InvokeOutput {
  readonly FunctionError?: string | undefined;
  /** The last 4 KB of the invocation's log, base64: asked for with LogType Tail. */
  readonly LogResult?: string | undefined;
  readonly Payload?: Uint8Array | undefined;
}

/** What one invocation that ran came to. */
export interface InvocationAnswer {
  /** What the handler says of itself; null where it is not ours, or died before it could. */
  readonly record: InvocationRecord | null;
  /** What the platform says of it; null where the log's tail does not hold it. */
  readonly report: InvocationReport | null;
  /** Undefined for success; else the error's class. */
  readonly errorClass: string | undefined;
}

/** Members that are counted with: a handler of another version must not be read as if it were this one. */
const recordSchema = z.looseObject({
  record_version: z.literal(1),
  ok: z.boolean(),
  s3_key: z.string(),
  cold_start: z.boolean(),
  s3_requests: z.number(),
  s3_attempts: z.number(),
  s3_retries: z.number(),
  s3_throttles: z.number(),
  cpu_ms: z.number(),
});
const successSchema = recordSchema.extend({
  ok: z.literal(true),
  latency_ms: z.number(),
  upload_ms: z.number(),
  object_bytes: z.number(),
  events_generated: z.number(),
});
const failureSchema = recordSchema.extend({ ok: z.literal(false), error_code: z.string() });

/** Reads an answer. Never throws: an answer that cannot be read is a failure of class UNEXPECTED_ANSWER. Pure. */
export function readAnswer({ FunctionError, LogResult, Payload }: InvokeOutput): InvocationAnswer {
  const tail = LogResult === undefined ? '' : Buffer.from(LogResult, 'base64').toString('utf8');
  const report = parseReportLine(tail);
  const payload = parseJson(Payload === undefined ? '' : Buffer.from(Payload).toString('utf8'));
  if (FunctionError === undefined) {
    const isOurs = successSchema.safeParse(payload).success;
    return isOurs
      ? { record: payload as InvocationSuccess, report, errorClass: undefined }
      : { record: null, report, errorClass: 'UNEXPECTED_ANSWER' };
  }
  const record = failureIn(tail);
  return { record, report, errorClass: record?.error_code ?? errorTypeOf(payload) };
}

/** The handler logs what it throws; the answer holds only the error's type and message. */
function failureIn(tail: string): InvocationFailure | null {
  for (const line of tail.split('\n').reverse()) {
    if (!line.startsWith('{')) continue;
    const parsed = parseJson(line);
    if (failureSchema.safeParse(parsed).success) return parsed as InvocationFailure;
  }
  return null;
}

function errorTypeOf(payload: unknown): string {
  const type =
    typeof payload === 'object' && payload !== null && 'errorType' in payload ? payload.errorType : null;
  return typeof type === 'string' && type !== '' ? type : 'FUNCTION_ERROR';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
