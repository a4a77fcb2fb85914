import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { afterAll, beforeAll } from 'vitest';
import { createS3Server, type S3Server } from '../s3-server.js';
import type { S3ServerOptions } from '../server/server-options.js';

export interface RunningServer {
  readonly server: () => S3Server;
  /** A client of the AWS SDK with its defaults, ended with the tests. */
  readonly client: (config?: S3ClientConfig) => S3Client;
}

/** A server for the tests of a file or a describe, with the bucket `bucket`. */
export function withServer(options: S3ServerOptions = {}): RunningServer {
  let running: S3Server | undefined;
  const clients: S3Client[] = [];
  const server = (): S3Server => {
    if (running === undefined) throw new Error('The server runs only within tests.');
    return running;
  };
  beforeAll(async () => {
    running = await createS3Server({ buckets: ['bucket'], ...options });
  });
  afterAll(async () => {
    for (const client of clients) client.destroy();
    await running?.close();
  });
  return {
    server,
    client(config = {}) {
      const { endpoint, credentials, region } = server();
      const client = new S3Client({
        endpoint,
        credentials,
        region,
        forcePathStyle: true,
        maxAttempts: 1,
        ...config,
      });
      clients.push(client);
      return client;
    },
  };
}
