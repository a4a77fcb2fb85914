import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { createS3Server } from '../s3-server.js';
import type { StorageOption } from '../server/create-store.js';

/** What the contract is checked against. */
export interface ContractEndpoint {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly client: (config?: S3ClientConfig) => S3Client;
  close(): Promise<void>;
}

export interface NamedEndpoint {
  readonly name: string;
  readonly open: () => Promise<ContractEndpoint>;
}

/**
 * The endpoint that the environment names (`S3_CONTRACT_ENDPOINT`, `S3_CONTRACT_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`), or
 * embedded servers with either storage. So that a real S3, Swift or MinIO can be held to the same checks.
 */
export function contractEndpoints(): readonly NamedEndpoint[] {
  const url = process.env.S3_CONTRACT_ENDPOINT;
  if (url !== undefined && url !== '') return [{ name: url, open: async () => named(url) }];
  return [
    { name: 'in memory', open: () => embedded('memory') },
    { name: 'on disk', open: onDisk },
  ];
}

function named(endpoint: string): ContractEndpoint {
  const { S3_CONTRACT_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error('S3_CONTRACT_ENDPOINT also needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
  }
  return withClients({
    endpoint,
    region: S3_CONTRACT_REGION ?? 'us-east-1',
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    close: async () => {},
  });
}

async function embedded(storage: StorageOption): Promise<ContractEndpoint> {
  return withClients(await createS3Server({ storage }));
}

async function onDisk(): Promise<ContractEndpoint> {
  const dir = mkdtempSync(join(tmpdir(), 'benchwright-s3-'));
  const endpoint = await embedded({ dir: join(dir, 'store'), durable: false });
  return {
    ...endpoint,
    async close() {
      await endpoint.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function withClients(endpoint: Omit<ContractEndpoint, 'client'>): ContractEndpoint {
  const clients: S3Client[] = [];
  return {
    ...endpoint,
    client(config = {}) {
      const { endpoint: url, region, credentials } = endpoint;
      const client = new S3Client({
        endpoint: url,
        region,
        credentials,
        forcePathStyle: true,
        maxAttempts: 1,
        ...config,
      });
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) client.destroy();
      await endpoint.close();
    },
  };
}
