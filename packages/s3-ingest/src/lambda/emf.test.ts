import { describe, expect, it } from 'vitest';
import { emfLine } from './emf.js';
import type { InvocationSuccess } from './invocation-record.js';
import { emfSchema } from './testing.js';

const RECORD: InvocationSuccess = {
  ok: true,
  record_version: 1,
  request_id: 'r',
  run_id: 'run_1234567890123_abc123',
  function_name: 's3-experiment-events-1024mb-10',
  region: 'us-east-1',
  workload: 'events',
  memory_mb: 1024,
  reserved_concurrency: 10,
  batch_events: 10,
  event_bytes: 1024,
  object_mb: 100,
  multipart_part_mb: 8,
  queue_size: 4,
  checksum_mode: 'WHEN_SUPPORTED',
  payload_signing: 'signed',
  name_prefix: null,
  s3_bucket: 'experiment-bucket',
  s3_key: 'events/run_1234567890123_abc123/1234567890123-0.jsonl',
  ts_start_ms: 1_234_567_890_123,
  ts_end_ms: 1_234_567_890_124,
  ts_upload_start_ms: 1_234_567_890_123,
  cold_start: false,
  s3_requests: 1,
  s3_attempts: 1,
  s3_retries: 0,
  s3_throttles: 0,
  cpu_ms: 1,
  peak_rss_bytes: 1,
  node_version: '20.20.2',
  architecture: 'x64',
  sdk_version: '3.0.0',
  latency_ms: 1,
  generate_ms: 0.2,
  upload_ms: 0.8,
  events_generated: 10,
  object_bytes: 10_240,
  multipart_parts: 0,
  s3_etag: null,
};

describe('emfLine', () => {
  it('has every field of the original', () => {
    const original = [
      ...[
        '_aws',
        'ts_start_ms',
        'ts_end_ms',
        'latency_ms',
        'workload',
        'run_id',
        'function_name',
        'region',
        'memory_mb',
      ],
      ...['reserved_concurrency', 'events_generated', 'object_bytes', 'multipart_part_mb', 'multipart_parts'],
      ...['s3_bucket', 's3_key'],
    ];
    const line = emfLine(RECORD, { runIdDimension: false });
    expect(Object.keys(line)).toEqual(expect.arrayContaining(original));
    expect(line._aws.Timestamp).toBe(RECORD.ts_end_ms);
  });

  it.each([
    [false, ['workload', 'function_name', 'region']],
    [true, ['workload', 'function_name', 'region', 'run_id']],
  ])('makes run_id a dimension only if asked: %s', (runIdDimension, dimensions) => {
    const line = emfLine(RECORD, { runIdDimension });
    expect(line._aws.CloudWatchMetrics).toMatchObject([
      { Namespace: 'LambdaS3Study', Dimensions: [dimensions] },
    ]);
    const valid = emfSchema();
    expect(valid(line), JSON.stringify(valid.errors)).toBe(true);
  });

  it('declares only members that are there, and that are what they must be: numbers, and strings', () => {
    const line = emfLine({ ...RECORD, cold_start: true, cold_start_ms: 300 }, { runIdDimension: true });
    const members = line as unknown as Record<string, unknown>;
    const [directive] = line._aws.CloudWatchMetrics;
    for (const { Name } of directive!.Metrics) expect(typeof members[Name]).toBe('number');
    for (const name of directive!.Dimensions.flat()) expect(typeof members[name]).toBe('string');
  });

  it('is held to a schema that refuses what CloudWatch refuses', () => {
    const valid = emfSchema();
    const line = emfLine(RECORD, { runIdDimension: false });
    expect(valid({ ...line, _aws: { ...line._aws, Timestamp: '2026' } })).toBe(false);
    const [directive] = line._aws.CloudWatchMetrics;
    const wrongUnit = { ...directive, Metrics: [{ Name: 'latency_ms', Unit: 'ms' }] };
    expect(valid({ ...line, _aws: { ...line._aws, CloudWatchMetrics: [wrongUnit] } })).toBe(false);
  });
});
