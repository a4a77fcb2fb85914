import type { ChecksumMode, PayloadSigning, Workload } from './settings.js';

/** What every invocation says of itself, whether it came through or not. Names are those of the log line and of the handler's answer. */
export interface InvocationFacts {
  /** Form of this record; grows when a field changes its meaning. */
  readonly record_version: 1;
  readonly request_id: string;
  readonly run_id: string;
  readonly function_name: string;
  readonly region: string;
  readonly workload: Workload;
  readonly memory_mb: number;
  readonly reserved_concurrency: number;
  readonly batch_events: number;
  readonly event_bytes: number;
  readonly object_mb: number;
  /** The part size the function was given, in the events workload too. */
  readonly multipart_part_mb: number;
  readonly queue_size: number;
  readonly checksum_mode: ChecksumMode;
  readonly payload_signing: PayloadSigning;
  readonly name_prefix: string | null;
  readonly s3_bucket: string;
  readonly s3_key: string;
  /** Wall clock when the handler began and when it had its outcome. */
  readonly ts_start_ms: number;
  readonly ts_end_ms: number;
  /** Wall clock when the payload stood ready and the first request to S3 could go; null if it failed before. */
  readonly ts_upload_start_ms: number | null;
  readonly cold_start: boolean;
  /** From the start of the process until the handler could take an event; only on the first invocation of an environment. */
  readonly cold_start_ms?: number;
  /** Operations on S3, HTTP attempts for them, and their difference. */
  readonly s3_requests: number;
  readonly s3_attempts: number;
  readonly s3_retries: number;
  /** Attempts that S3 refused for their rate (SlowDown, 503, 429). */
  readonly s3_throttles: number;
  /** CPU time, user and system, that the process spent in this invocation. */
  readonly cpu_ms: number;
  /** Highest resident set of the process so far. */
  readonly peak_rss_bytes: number;
  readonly node_version: string;
  readonly architecture: string;
  /** Version of @aws-sdk/client-s3; null where the runtime does not tell. */
  readonly sdk_version: string | null;
}

/** An invocation whose object S3 has. */
export interface InvocationSuccess extends InvocationFacts {
  readonly ok: true;
  /** From the beginning of the handler to S3's answer, from a monotonic clock: it is finer than ts_end_ms − ts_start_ms. */
  readonly latency_ms: number;
  /** Parts of it: making the payload (of the batch workload only its 1 MB pattern; the rest streams), and the upload. */
  readonly generate_ms: number;
  readonly upload_ms: number;
  readonly events_generated: number;
  readonly object_bytes: number;
  /** Parts of the multipart upload; 0 where one PutObject carried the object. */
  readonly multipart_parts: number;
  readonly s3_etag: string | null;
}

/** An invocation that failed. It has no latency_ms, so that no percentile of latencies ever counts it. */
export interface InvocationFailure extends InvocationFacts {
  readonly ok: false;
  readonly failed_after_ms: number;
  /** Name of S3's or the system's error: NoSuchBucket, AccessDenied, ECONNREFUSED, ERR_LAMBDA_SETTINGS … */
  readonly error_code: string;
  readonly error_message: string;
  /** HTTP status, where S3 answered. */
  readonly error_status: number | null;
}

/** What one invocation did. The handler answers with it, and logs it with CloudWatch's metadata. */
export type InvocationRecord = InvocationSuccess | InvocationFailure;
