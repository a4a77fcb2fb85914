import type { InvocationContext } from './handle.js';
import type { InvocationFacts, InvocationFailure, InvocationSuccess } from './invocation-record.js';
import { httpStatusOf, type RequestCounts } from './request-counter.js';
import type { LambdaSettings } from './settings.js';
import type { PreparedObject } from './uploader.js';

/** What is known of an invocation at its end, however it ended. */
export interface InvocationEnd {
  readonly settings: LambdaSettings;
  readonly context: InvocationContext;
  readonly counts: RequestCounts;
  readonly runId: string;
  readonly key: string;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly uploadMs: number | null;
  readonly cpu: NodeJS.CpuUsage;
  readonly coldStartMs: number | undefined;
  readonly sdkVersion: string | null;
}

interface SuccessDetails {
  /** On one monotonic clock, in milliseconds. */
  readonly startedAt: number;
  readonly uploadAt: number;
  readonly endedAt: number;
  readonly etag: string | null;
  readonly parts: number;
}

export function successOf(
  end: InvocationEnd,
  object: PreparedObject,
  details: SuccessDetails,
): InvocationSuccess {
  const { startedAt, uploadAt, endedAt, etag, parts } = details;
  return {
    ok: true,
    ...factsOf(end),
    latency_ms: round(endedAt - startedAt),
    generate_ms: round(uploadAt - startedAt),
    upload_ms: round(endedAt - uploadAt),
    events_generated: object.eventsGenerated,
    object_bytes: object.objectBytes,
    multipart_parts: parts,
    s3_etag: etag,
  };
}

export function failureOf(end: InvocationEnd, error: unknown, failedAfterMs: number): InvocationFailure {
  const known = error instanceof Error ? error : new Error(String(error));
  return {
    ok: false,
    ...factsOf(end),
    failed_after_ms: round(failedAfterMs),
    error_code: codeOf(known),
    error_message: known.message,
    error_status: httpStatusOf(known),
  };
}

/** ECONNREFUSED and ERR_… say more than `Error`; S3's own code is the name that the SDK gives its error. */
function codeOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return code ?? error.name;
}

function factsOf(end: InvocationEnd): InvocationFacts {
  const { settings, context, counts, cpu, coldStartMs } = end;
  return {
    record_version: 1,
    request_id: context.awsRequestId,
    run_id: end.runId,
    function_name: context.functionName,
    region: settings.region,
    workload: settings.workload,
    memory_mb: settings.memoryMb,
    reserved_concurrency: settings.reservedConcurrency,
    batch_events: settings.batchEvents,
    event_bytes: settings.eventBytes,
    object_mb: settings.objectMb,
    multipart_part_mb: settings.multipartMb,
    queue_size: settings.queueSize,
    checksum_mode: settings.checksumMode,
    payload_signing: settings.payloadSigning,
    name_prefix: settings.namePrefix,
    s3_bucket: settings.outputBucket,
    s3_key: end.key,
    ts_start_ms: end.startedMs,
    ts_end_ms: end.endedMs,
    ts_upload_start_ms: end.uploadMs,
    cold_start: coldStartMs !== undefined,
    ...(coldStartMs === undefined ? {} : { cold_start_ms: round(coldStartMs) }),
    s3_requests: counts.requests,
    s3_attempts: counts.attempts,
    s3_retries: counts.attempts - counts.requests,
    s3_throttles: counts.throttles,
    cpu_ms: round((cpu.user + cpu.system) / 1000),
    peak_rss_bytes: process.resourceUsage().maxRSS * 1024,
    node_version: process.versions.node,
    architecture: process.arch,
    sdk_version: end.sdkVersion,
  };
}

/** To the microsecond: the digits behind it are noise, and every line is paid for by its bytes. */
function round(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
