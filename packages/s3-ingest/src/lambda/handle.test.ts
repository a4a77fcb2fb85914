import { createHash } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createS3Client } from './s3-client.js';
import { readLambdaSettings } from './settings.js';
import { BUCKET, CONTEXT, emfSchema, openEnvironment, openStorage, type TestStorage } from './testing.js';

let storage: TestStorage;
beforeAll(async () => {
  storage = await openStorage();
});
afterAll(() => storage.server.close());

const clientOf = (env: Record<string, string>) => createS3Client(readLambdaSettings(env), env);

async function objectAt(key: string): Promise<Buffer> {
  const client = clientOf(storage.env());
  const { Body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
  const content = Buffer.from(await Body!.transformToByteArray());
  client.destroy();
  return content;
}

describe('the events workload', () => {
  it('puts one object of NDJSON, and answers with what it logs', async () => {
    const { handle, lines, lastLine } = openEnvironment(storage.env({ BATCH_EVENTS: '10' }));
    const record = await handle({ run_id: 'run_7' });
    expect(record).toMatchObject({
      ok: true,
      record_version: 1,
      request_id: CONTEXT.awsRequestId,
      function_name: CONTEXT.functionName,
      run_id: 'run_7',
      workload: 'events',
      region: 'us-east-1',
      memory_mb: 1024,
      reserved_concurrency: 0,
      events_generated: 10,
      object_bytes: 10_240,
      multipart_part_mb: 8,
      multipart_parts: 0,
      s3_bucket: BUCKET,
      s3_key: expect.stringMatching(/^events\/run_7\/\d{13}-[0-9a-f]{32}\.jsonl$/),
      s3_requests: 1,
      s3_attempts: 1,
      s3_retries: 0,
      s3_throttles: 0,
      architecture: process.arch,
      sdk_version: expect.stringMatching(/^3\.\d+\.\d+$/),
    });
    expect(lines).toHaveLength(1);
    const { _aws, ...logged } = lastLine();
    expect(logged).toEqual(record);
    const content = await objectAt(record.s3_key);
    expect(content.length).toBe(10_240);
    expect(
      content
        .toString()
        .trimEnd()
        .split('\n')
        .map((line) => Object.keys(JSON.parse(line) as object)),
    ).toEqual(new Array(10).fill(['timestamp', 'event_id', 'source', 'data']));
    expect(record.s3_etag).toBe(`"${createHash('md5').update(content).digest('hex')}"`);
  });

  it('takes times that fit together', async () => {
    const { handle } = openEnvironment(storage.env());
    const record = await handle({});
    expect(record.latency_ms).toBeGreaterThan(0);
    expect(record.generate_ms + record.upload_ms).toBeCloseTo(record.latency_ms, 1);
    expect(record.ts_start_ms).toBeLessThanOrEqual(record.ts_upload_start_ms!);
    expect(record.ts_upload_start_ms!).toBeLessThanOrEqual(record.ts_end_ms);
    expect(record.cpu_ms).toBeGreaterThan(0);
    expect(record.peak_rss_bytes).toBeGreaterThan(30e6);
  });

  it('is cold once, and then writes other objects with the same client', async () => {
    const { handle } = openEnvironment(storage.env());
    const records = [await handle(null), await handle({}), await handle({})];
    expect(records.map(({ cold_start }) => cold_start)).toEqual([true, false, false]);
    expect(records[0]?.cold_start_ms).toBeGreaterThan(0);
    expect(records[1]).not.toHaveProperty('cold_start_ms');
    expect(new Set(records.map(({ s3_key }) => s3_key)).size).toBe(3);
    expect(records.map(({ s3_requests }) => s3_requests)).toEqual([1, 1, 1]);
  });

  it('logs what CloudWatch takes for metrics', async () => {
    const valid = emfSchema();
    const { handle, lastLine } = openEnvironment(storage.env());
    await handle({});
    const cold = lastLine();
    await handle({});
    const warm = lastLine();
    expect(valid(cold), JSON.stringify(valid.errors)).toBe(true);
    expect(valid(warm), JSON.stringify(valid.errors)).toBe(true);
    const metricsOf = (line: typeof cold) => line._aws.CloudWatchMetrics[0]!.Metrics.map(({ Name }) => Name);
    expect(metricsOf(cold)).toEqual(['latency_ms', 'object_bytes', 'events_generated', 'cold_start_ms']);
    expect(metricsOf(warm)).toEqual(['latency_ms', 'object_bytes', 'events_generated']);
  });

  it('stores a checksum unless only required ones are wanted', async () => {
    const checksumOf = async (mode: string): Promise<string | undefined> => {
      const { handle } = openEnvironment(storage.env({ CHECKSUM_MODE: mode }));
      const { s3_key: Key } = await handle({});
      const client = clientOf(storage.env());
      const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key, ChecksumMode: 'ENABLED' }));
      client.destroy();
      return head.ChecksumCRC32;
    };
    expect(await checksumOf('WHEN_SUPPORTED')).toMatch(/^[\w+/]{6}==$/);
    expect(await checksumOf('WHEN_REQUIRED')).toBeUndefined();
  });

  it.each([
    ['signed', /^[0-9a-f]{64}$/],
    ['unsigned', /^UNSIGNED-PAYLOAD$/],
  ])('sends bodies %s', async (signing, hash) => {
    const client = clientOf(storage.env({ PAYLOAD_SIGNING: signing, CHECKSUM_MODE: 'WHEN_REQUIRED' }));
    let sent: string | undefined;
    client.middlewareStack.add(
      (next) => (args) => {
        sent = (args.request as { headers: Record<string, string> }).headers['x-amz-content-sha256'];
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'signing', Body: Buffer.from('x') }));
    client.destroy();
    expect(sent).toMatch(hash);
  });
});

describe('the batch workload', () => {
  const batch = { WORKLOAD: 'batch', MULTIPART_MB: '5' };

  it('uploads parts, and counts them and the requests around them', async () => {
    const { handle } = openEnvironment(storage.env({ ...batch, OBJECT_MB: '11' }));
    const record = await handle({});
    expect(record).toMatchObject({
      workload: 'batch',
      events_generated: 0,
      object_bytes: 11 * 1_048_576,
      multipart_parts: 3,
      s3_requests: 5,
      s3_attempts: 5,
      s3_etag: expect.stringMatching(/^"[0-9a-f]{32}-3"$/),
    });
    const content = await objectAt(record.s3_key);
    expect(content.length).toBe(record.object_bytes);
    for (let mb = 1; mb < 11; mb++) {
      expect(
        content.subarray(mb * 1_048_576, (mb + 1) * 1_048_576).equals(content.subarray(0, 1_048_576)),
      ).toBe(true);
    }
    expect(content.toString('latin1').split('\n')).toHaveLength(11 * 1024 + 1);
  });

  it('puts an object of one part with one request', async () => {
    const { handle } = openEnvironment(storage.env({ ...batch, OBJECT_MB: '5' }));
    expect(await handle({})).toMatchObject({
      multipart_parts: 0,
      s3_requests: 1,
      object_bytes: 5 * 1_048_576,
    });
  });
});
