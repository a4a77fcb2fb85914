import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import type { S3ServerOptions } from '@benchwright/s3-server';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { LambdaEventError } from './object-key.js';
import { createS3Client } from './s3-client.js';
import { readLambdaSettings } from './settings.js';
import { LambdaSettingsError } from './settings-error.js';
import { BUCKET, emfSchema, openEnvironment, openStorage, type TestStorage } from './testing.js';

let open: TestStorage | null = null;
const start = async (options: S3ServerOptions = {}): Promise<TestStorage> => {
  open = await openStorage(options);
  return open;
};

afterEach(async () => {
  await open?.server.close();
  open = null;
  vi.unstubAllEnvs();
});

describe('a failed invocation', () => {
  it('throws what S3 said and logs it as an error, without a latency', async () => {
    const { env } = await start();
    const { fail, lastLine } = openEnvironment(env({ OUTPUT_BUCKET: 'another-bucket' }));
    expect(await fail({ run_id: 'run_7' })).toMatchObject({ name: 'NoSuchBucket' });
    const line = lastLine();
    expect(line).toMatchObject({
      ok: false,
      errors: 1,
      run_id: 'run_7',
      error_code: 'NoSuchBucket',
      error_status: 404,
      s3_bucket: 'another-bucket',
      s3_attempts: 1,
      s3_retries: 0,
      cold_start: true,
    });
    expect(line).not.toHaveProperty('latency_ms');
    expect(line._aws.CloudWatchMetrics[0]?.Metrics.map(({ Name }) => Name)).toEqual([
      'errors',
      'cold_start_ms',
    ]);
    const valid = emfSchema();
    expect(valid(line), JSON.stringify(valid.errors)).toBe(true);
  });

  it.each([
    ['AWS_ACCESS_KEY_ID', 'AKIANOBODYKNOWSTHIS0', 'InvalidAccessKeyId'],
    ['AWS_SECRET_ACCESS_KEY', 'wrong', 'SignatureDoesNotMatch'],
  ])('for a bucket that is denied: %s=%s', async (variable, value, code) => {
    const { env } = await start();
    const { fail, lastLine } = openEnvironment(env({ [variable]: value }));
    expect((await fail({})).name).toBe(code);
    expect(lastLine()).toMatchObject({ ok: false, error_code: code, error_status: 403 });
  });

  it('for want of credentials', async () => {
    const { env } = await start();
    for (const variable of [
      'AWS_ACCESS_KEY_ID',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
      'AWS_PROFILE',
    ]) {
      vi.stubEnv(variable, undefined);
    }
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...without } = env();
    const { fail, lastLine } = openEnvironment(without);
    expect((await fail({})).name).toBe('CredentialsProviderError');
    expect(lastLine()).toMatchObject({
      ok: false,
      error_code: 'CredentialsProviderError',
      error_status: null,
    });
  });

  it('for an endpoint that is down, after the retries of the SDK', async () => {
    const { env, server } = await start();
    await server.close();
    const { fail, lastLine } = openEnvironment(env());
    await fail({});
    expect(lastLine()).toMatchObject({
      error_code: 'ECONNREFUSED',
      s3_requests: 1,
      s3_attempts: 3,
      s3_retries: 2,
      s3_throttles: 0,
    });
  });

  it('for an event that cannot be used: no object is named', async () => {
    const { env } = await start();
    const { fail, handle, lastLine } = openEnvironment(env());
    expect(await fail({ run_id: 'a/b' })).toBeInstanceOf(LambdaEventError);
    expect(lastLine()).toMatchObject({
      ok: false,
      error_code: 'ERR_LAMBDA_EVENT',
      s3_key: '',
      s3_requests: 0,
      ts_upload_start_ms: null,
    });
    expect((await handle({})).cold_start).toBe(false);
  });

  it('for settings that cannot be used, every time, with all problems', async () => {
    const { fail, lastLine } = openEnvironment({ WORKLOAD: 'stream', AWS_REGION: 'eu-west-1' });
    expect(await fail({})).toBeInstanceOf(LambdaSettingsError);
    expect(await fail({})).toBeInstanceOf(LambdaSettingsError);
    const line = lastLine();
    expect(line).toMatchObject({
      ok: false,
      errors: 1,
      region: 'eu-west-1',
      error_code: 'ERR_LAMBDA_SETTINGS',
      problems: [{ variable: 'OUTPUT_BUCKET' }, { variable: 'WORKLOAD', value: 'stream' }],
    });
    const valid = emfSchema();
    expect(valid(line), JSON.stringify(valid.errors)).toBe(true);
  });
});

describe('an S3 that says SlowDown', () => {
  it('for a while: the retries and throttles are counted', async () => {
    const faults = { seed: 3, rules: [{ operation: 'PutObject', errors: { SlowDown: 0.4 } }] };
    const { env } = await start({ faults });
    const { handle } = openEnvironment(env({ AWS_MAX_ATTEMPTS: '10' }));
    const records = [await handle({}), await handle({}), await handle({}), await handle({})];
    const sum = (of: (record: (typeof records)[number]) => number): number =>
      records.reduce((total, record) => total + of(record), 0);
    expect(sum((record) => record.s3_retries)).toBeGreaterThan(0);
    expect(sum((record) => record.s3_throttles)).toBe(sum((record) => record.s3_retries));
    expect(sum((record) => record.s3_attempts)).toBe(4 + sum((record) => record.s3_retries));
  });

  it('for good: it fails after the last attempt', async () => {
    const { env } = await start({ faults: { rules: [{ errors: { SlowDown: 1 } }] } });
    const { fail, lastLine } = openEnvironment(env());
    expect((await fail({})).name).toBe('SlowDown');
    expect(lastLine()).toMatchObject({
      error_code: 'SlowDown',
      error_status: 503,
      s3_attempts: 3,
      s3_retries: 2,
      s3_throttles: 3,
    });
  });
});

it('aborts a multipart upload that fails, so that no parts are left', async () => {
  const { env } = await start({
    faults: { rules: [{ operation: 'UploadPart', errors: { InternalError: 1 } }] },
  });
  const batch = env({ WORKLOAD: 'batch', MULTIPART_MB: '5', OBJECT_MB: '11' });
  const { fail, lastLine } = openEnvironment(batch);
  expect((await fail({})).name).toBe('InternalError');
  expect(lastLine()).toMatchObject({ ok: false, error_code: 'InternalError', error_status: 500 });
  const client = createS3Client(readLambdaSettings(batch), batch);
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }));
  client.destroy();
  expect(Uploads).toEqual([]);
});
