import { describe, expect, it } from 'vitest';
import { readLambdaSettings } from './settings.js';
import { LambdaSettingsError, type SettingProblem } from './settings-error.js';
import type { Environment } from './settings-reader.js';

const LEAST = { OUTPUT_BUCKET: 'study-bucket', WORKLOAD: 'events' };

function problemsOf(env: Environment): readonly SettingProblem[] {
  try {
    readLambdaSettings(env);
  } catch (error) {
    if (error instanceof LambdaSettingsError) return error.problems;
    throw error;
  }
  return [];
}

describe('readLambdaSettings', () => {
  it('needs a bucket and a workload, and has a default for the rest', () => {
    expect(readLambdaSettings(LEAST)).toEqual({
      outputBucket: 'study-bucket',
      workload: 'events',
      memoryMb: 1024,
      batchEvents: 1,
      multipartMb: 8,
      reservedConcurrency: 0,
      objectMb: 100,
      eventBytes: 1024,
      namePrefix: null,
      queueSize: 4,
      checksumMode: 'WHEN_SUPPORTED',
      payloadSigning: 'signed',
      endpoint: null,
      region: 'us-east-1',
      runIdDimension: false,
    });
    expect(problemsOf({}).map(({ variable, value }) => [variable, value])).toEqual([
      ['OUTPUT_BUCKET', null],
      ['WORKLOAD', null],
    ]);
  });

  it('reads every variable', () => {
    const env = {
      ...LEAST,
      WORKLOAD: 'batch',
      MEMORY_MB: '2048',
      BATCH_EVENTS: '100',
      MULTIPART_MB: '64',
      RESERVED_CONCURRENCY: '50',
      OBJECT_MB: '200',
      EVENT_BYTES: '8192',
      NAME_PREFIX: 'mine',
      QUEUE_SIZE: '2',
      CHECKSUM_MODE: 'WHEN_REQUIRED',
      PAYLOAD_SIGNING: 'unsigned',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9000',
      AWS_REGION: 'eu-central-1',
      EMF_RUN_ID_DIMENSION: 'true',
    };
    expect(readLambdaSettings(env)).toEqual({
      outputBucket: 'study-bucket',
      workload: 'batch',
      memoryMb: 2048,
      batchEvents: 100,
      multipartMb: 64,
      reservedConcurrency: 50,
      objectMb: 200,
      eventBytes: 8192,
      namePrefix: 'mine',
      queueSize: 2,
      checksumMode: 'WHEN_REQUIRED',
      payloadSigning: 'unsigned',
      endpoint: 'http://127.0.0.1:9000',
      region: 'eu-central-1',
      runIdDimension: true,
    });
  });

  it('tells all problems at once: the variable, what it is, what is allowed', () => {
    const error = (() => {
      try {
        return readLambdaSettings({
          OUTPUT_BUCKET: 'Not A Bucket',
          WORKLOAD: 'stream',
          MEMORY_MB: '64',
          BATCH_EVENTS: '0',
          MULTIPART_MB: '4',
          RESERVED_CONCURRENCY: '-1',
          OBJECT_MB: '1.5',
          EVENT_BYTES: '10 KB',
          QUEUE_SIZE: '0',
          CHECKSUM_MODE: 'always',
          PAYLOAD_SIGNING: 'yes',
          S3_ENDPOINT: 'localhost:9000',
          EMF_RUN_ID_DIMENSION: '1',
        });
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(LambdaSettingsError);
    expect((error as LambdaSettingsError).code).toBe('ERR_LAMBDA_SETTINGS');
    expect((error as LambdaSettingsError).message).toMatchInlineSnapshot(`
      "13 of the function's settings cannot be used:
        OUTPUT_BUCKET is "Not A Bucket"; allowed: a bucket name: 3 to 63 of a-z, 0-9, dot and hyphen
        WORKLOAD is "stream"; allowed: events or batch
        MEMORY_MB is "64"; allowed: a whole number from 128 to 10240
        BATCH_EVENTS is "0"; allowed: a whole number from 1 to 100000
        MULTIPART_MB is "4"; allowed: a whole number from 5 to 5120
        RESERVED_CONCURRENCY is "-1"; allowed: a whole number from 0 to 100000 (0 is unreserved)
        OBJECT_MB is "1.5"; allowed: a whole number from 1 to 5242880
        EVENT_BYTES is "10 KB"; allowed: a whole number from 256 to 8192
        QUEUE_SIZE is "0"; allowed: a whole number from 1 to 64
        CHECKSUM_MODE is "always"; allowed: WHEN_SUPPORTED or WHEN_REQUIRED
        PAYLOAD_SIGNING is "yes"; allowed: signed or unsigned
        S3_ENDPOINT is "localhost:9000"; allowed: a URL that begins with http:// or https://
        EMF_RUN_ID_DIMENSION is "1"; allowed: true or false"
    `);
  });

  it.each([
    ['EVENT_BYTES', '256', []],
    ['EVENT_BYTES', '255', ['EVENT_BYTES']],
    ['EVENT_BYTES', '8192', []],
    ['EVENT_BYTES', '8193', ['EVENT_BYTES']],
    ['MULTIPART_MB', '5', []],
    ['MULTIPART_MB', '', []],
    ['MEMORY_MB', '10240', []],
    ['MEMORY_MB', '1e3', ['MEMORY_MB']],
    ['MEMORY_MB', '99999999999999999999', ['MEMORY_MB']],
  ])('%s=%j', (variable, value, variables) => {
    expect(problemsOf({ ...LEAST, [variable]: value }).map((problem) => problem.variable)).toEqual(variables);
  });

  it('allows the published levels alone in a strict design', () => {
    const strict = { ...LEAST, STRICT_DESIGN: 'true' };
    const published = {
      MEMORY_MB: '512',
      BATCH_EVENTS: '10',
      MULTIPART_MB: '32',
      RESERVED_CONCURRENCY: '50',
    };
    expect(problemsOf({ ...strict, ...published, OBJECT_MB: '300' })).toEqual([]);
    const others = {
      MEMORY_MB: '256',
      BATCH_EVENTS: '50',
      MULTIPART_MB: '16',
      RESERVED_CONCURRENCY: '5',
      OBJECT_MB: '150',
    };
    expect(problemsOf({ ...LEAST, ...others })).toEqual([]);
    expect(
      problemsOf({ ...strict, ...others }).map(({ variable, allowed }) => `${variable}: ${allowed}`),
    ).toEqual([
      'MEMORY_MB: 512, 1024, 2048',
      'BATCH_EVENTS: 1, 10, 100',
      'MULTIPART_MB: 8, 32, 64',
      'RESERVED_CONCURRENCY: 0, 10, 50',
      'OBJECT_MB: a multiple of 100 from 1 to 5242880',
    ]);
  });

  it('takes the memory that Lambda says, and refuses a label that contradicts it', () => {
    const deployed = { ...LEAST, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512' };
    expect(readLambdaSettings(deployed).memoryMb).toBe(512);
    expect(readLambdaSettings({ ...deployed, MEMORY_MB: '512' }).memoryMb).toBe(512);
    expect(problemsOf({ ...deployed, MEMORY_MB: '1024' })).toEqual([
      {
        variable: 'MEMORY_MB',
        value: '1024',
        allowed: '512',
        because: 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE says so',
      },
    ]);
  });

  it('sees what only holds together: parts that S3 does not take, parts that do not fit', () => {
    const batch = { ...LEAST, WORKLOAD: 'batch' };
    expect(problemsOf({ ...batch, OBJECT_MB: '100000', MULTIPART_MB: '8' })).toMatchObject([
      { variable: 'MULTIPART_MB', allowed: 'at least 10 for OBJECT_MB=100000' },
    ]);
    const tight = { ...batch, MEMORY_MB: '512', MULTIPART_MB: '64', OBJECT_MB: '1000' };
    expect(problemsOf({ ...tight, QUEUE_SIZE: '4' })).toEqual([]);
    expect(problemsOf({ ...tight, QUEUE_SIZE: '8' })).toMatchObject([
      { variable: 'QUEUE_SIZE', because: '576 MB of parts in flight and under way do not fit' },
    ]);
    expect(problemsOf({ ...tight, WORKLOAD: 'events', QUEUE_SIZE: '8' })).toEqual([]);
  });

  it('prefers the endpoint that is meant for S3', () => {
    const urls = { AWS_ENDPOINT_URL: 'http://all:1', AWS_ENDPOINT_URL_S3: 'http://s3:2' };
    expect(readLambdaSettings({ ...LEAST, ...urls }).endpoint).toBe('http://s3:2');
    expect(readLambdaSettings({ ...LEAST, ...urls, S3_ENDPOINT: 'http://mine:3' }).endpoint).toBe(
      'http://mine:3',
    );
  });
});
