import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';

/** A running embedded DynamoDB. */
export interface DynamoDbServer {
  readonly endpoints: { readonly dynamodb: string };
  close(): Promise<void>;
}

/** Starts dynalite on 127.0.0.1, its tables in memory and there at once. Port 0 takes a free one. */
export async function startDynamoDb({ port = 0 }: { port?: number } = {}): Promise<DynamoDbServer> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: bound } = server.address() as AddressInfo;
  return {
    endpoints: { dynamodb: `http://127.0.0.1:${bound}` },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
