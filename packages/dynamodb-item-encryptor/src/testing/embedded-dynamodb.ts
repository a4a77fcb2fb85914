import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

/** An embedded DynamoDB on a port of its own, with clients that talk to it. */
export interface EmbeddedDynamoDb {
  /** A fresh client, to be destroyed with the rest. */
  newClient(): DynamoDBClient;
  createTable(name: string, sortKey?: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts dynalite on 127.0.0.1 with everything in memory. Tables have the partition key `pk` (S). */
export async function startDynamoDb(): Promise<EmbeddedDynamoDb> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clients: DynamoDBClient[] = [];
  const newClient = () => {
    const client = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    clients.push(client);
    return client;
  };
  const admin = newClient();
  return {
    newClient,
    async createTable(name, sortKey) {
      const keys = [{ AttributeName: 'pk', KeyType: 'HASH' } as const];
      const sort = sortKey === undefined ? [] : [{ AttributeName: sortKey, KeyType: 'RANGE' } as const];
      const KeySchema = [...keys, ...sort];
      await admin.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema,
          AttributeDefinitions: KeySchema.map(({ AttributeName }) => ({ AttributeName, AttributeType: 'S' })),
        }),
      );
    },
    async close() {
      for (const client of clients) client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
