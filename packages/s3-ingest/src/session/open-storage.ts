import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { startTargetProcess, type TargetProcess } from '@benchwright/load-driver';
import { s3ServerEntry } from '../built-modules.js';
import type { S3IngestConfig } from '../config.js';
import { BucketError } from '../errors.js';
import { explainServiceError, statusOf } from './service-errors.js';

/** Keys that requests are signed with. They are handed on, never recorded. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The S3 that local functions write to. */
export interface Storage {
  /** Null: that of AWS. */
  readonly endpoint: string | null;
  readonly address: string;
  readonly region: string;
  readonly bucket: string;
  readonly keys: AwsKeys;
  readonly client: S3Client;
  readonly embedded: TargetProcess | null;
  /** Throws when the bucket no longer answers. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const CHECK_TIMEOUT_MS = 10_000;

/**
 * Reaches the bucket, or starts an S3 with one. Nothing stays behind when it fails.
 *
 * @throws TargetUnreachableError, CredentialsError, BucketError (missing, denied), TargetStartError
 */
export async function openStorage(config: S3IngestConfig): Promise<Storage> {
  const { bucket, region, s3 } = config;
  const folder =
    s3 === null && config.storage === 'disk' ? await mkdtemp(join(tmpdir(), 'benchwright-s3-')) : null;
  const args = folder === null ? [bucket] : [bucket, folder];
  const embedded = s3 === null ? await startTargetProcess({ entry: s3ServerEntry, args }) : null;
  const endpoint = embedded?.endpoints.s3 ?? (s3 === 'aws' ? null : s3);
  const address = endpoint ?? `https://s3.${region}.amazonaws.com`;
  const client = createStorageClient(endpoint, region, keysIn(embedded?.credentials));
  const close = async (): Promise<void> => {
    client.destroy();
    await embedded?.close();
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  };
  const check = (): Promise<void> => checkBucket(client, bucket, address);
  try {
    await check();
    const keys = await client.config.credentials();
    return { endpoint, address, region, bucket, keys, client, embedded, check, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function createStorageClient(endpoint: string | null, region: string, keys: AwsKeys | null): S3Client {
  // The SDK announces its next floor on stderr, amid the progress; the catalog's floor moves with it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  return new S3Client({
    region,
    maxAttempts: 3,
    requestHandler: { requestTimeout: CHECK_TIMEOUT_MS, connectionTimeout: 5000 },
    ...(endpoint === null ? {} : { endpoint, forcePathStyle: true }),
    ...(keys === null ? {} : { credentials: keys }),
  });
}

function keysIn(announced: Readonly<Record<string, string>> | undefined): AwsKeys | null {
  const { accessKeyId, secretAccessKey } = announced ?? {};
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : null;
}

async function checkBucket(client: S3Client, bucket: string, address: string): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch (error) {
    const status = statusOf(error);
    if (status === 404) {
      const hint =
        'Create it first, name another with OUTPUT_BUCKET or bucket:, or leave s3 out for an embedded one';
      throw new BucketError(
        'ERR_BUCKET_MISSING',
        `the bucket ${bucket} does not exist at ${address}`,
        hint,
        error,
      );
    }
    if (status === 301) {
      const message = `the bucket ${bucket} is in another region than the one asked`;
      throw new BucketError('ERR_BUCKET_MISSING', message, 'Set AWS_REGION to the bucket’s region', error);
    }
    if (status === 403) {
      const hint = 'The credentials need s3:ListBucket, s3:PutObject and s3:AbortMultipartUpload on it';
      throw new BucketError(
        'ERR_BUCKET_DENIED',
        `access to the bucket ${bucket} at ${address} is denied`,
        hint,
        error,
      );
    }
    throw explainServiceError(error, 'S3', address);
  }
}
