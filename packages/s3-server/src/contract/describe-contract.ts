import { createHash, randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type ContractEndpoint, contractEndpoints } from './contract-endpoint.js';

/** An endpoint under test, with a bucket of its own that is emptied and deleted at the end. */
export interface Contract {
  readonly Bucket: string;
  readonly endpoint: () => ContractEndpoint;
  /** The AWS SDK's client with its defaults. */
  readonly client: () => S3Client;
  readonly newClient: (config: S3ClientConfig) => S3Client;
  readonly send: S3Client['send'];
  readonly put: (Key: string, body?: string | Buffer) => Promise<void>;
  readonly get: (Key: string) => Promise<Buffer>;
}

/** Runs checks against every endpoint that is to keep the contract. */
export function describeContract(title: string, check: (contract: Contract) => void): void {
  for (const { name, open } of contractEndpoints()) {
    describe(`${title} (${name})`, () => {
      const Bucket = `benchwright-contract-${randomBytes(6).toString('hex')}`;
      let opened: ContractEndpoint | undefined;
      let client: S3Client | undefined;
      const theClient = (): S3Client => {
        if (client === undefined) throw new Error('The endpoint is open only within tests.');
        return client;
      };
      beforeAll(async () => {
        opened = await open();
        client = opened.client();
        await client.send(new CreateBucketCommand({ Bucket }));
      });
      afterAll(async () => {
        if (client !== undefined) await removeBucket(client, Bucket);
        await opened?.close();
      });
      check({
        Bucket,
        client: theClient,
        endpoint: () => {
          if (opened === undefined) throw new Error('The endpoint is open only within tests.');
          return opened;
        },
        newClient(config) {
          return this.endpoint().client(config);
        },
        send: ((...args: Parameters<S3Client['send']>) => theClient().send(...args)) as S3Client['send'],
        async put(Key, Body = Key) {
          await theClient().send(new PutObjectCommand({ Bucket, Key, Body }));
        },
        async get(Key) {
          const { Body } = await theClient().send(new GetObjectCommand({ Bucket, Key }));
          return Buffer.from((await Body?.transformToByteArray()) ?? []);
        },
      });
    });
  }
}

async function removeBucket(client: S3Client, Bucket: string): Promise<void> {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  for (const { Key, UploadId } of Uploads) {
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
  }
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) await client.send(new DeleteObjectCommand({ Bucket, Key }));
  await client.send(new DeleteBucketCommand({ Bucket }));
}

/** The ETag of bytes that were sent in one piece. */
export function md5(data: Buffer | string): string {
  return `"${createHash('md5').update(data).digest('hex')}"`;
}

/** What an error of the SDK says, for `rejects`. */
export function s3Error(name: string, httpStatusCode: number) {
  return expect.objectContaining({ name, $metadata: expect.objectContaining({ httpStatusCode }) });
}
