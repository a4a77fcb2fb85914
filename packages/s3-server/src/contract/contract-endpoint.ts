import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { createS3Server } from '../s3-server.js';

/** What the contract is checked against. */
export interface ContractEndpoint {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** Whether it is ours: then what others may do differently is checked, too. */
  readonly embedded: boolean;
  readonly client: (config?: S3ClientConfig) => S3Client;
  close(): Promise<void>;
}

/**
 * The endpoint that the environment names (`S3_CONTRACT_ENDPOINT`, `S3_CONTRACT_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`), or an
 * embedded server. So that a real S3, Swift or MinIO can be held against the same checks.
 */
export async function openContractEndpoint(): Promise<ContractEndpoint> {
  const { S3_CONTRACT_ENDPOINT, S3_CONTRACT_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  if (S3_CONTRACT_ENDPOINT === undefined || S3_CONTRACT_ENDPOINT === '') {
    const server = await createS3Server();
    return describeEndpoint({ ...server, embedded: true, close: () => server.close() });
  }
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error('S3_CONTRACT_ENDPOINT also needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
  }
  return describeEndpoint({
    endpoint: S3_CONTRACT_ENDPOINT,
    region: S3_CONTRACT_REGION ?? 'us-east-1',
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
    embedded: false,
    close: async () => {},
  });
}

function describeEndpoint(endpoint: Omit<ContractEndpoint, 'client'>): ContractEndpoint {
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
