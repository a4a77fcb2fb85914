import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';

/** What the endpoint was asked. */
export interface LogsRequest {
  readonly operation: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Answer of one operation: an HTTP status and a JSON body. */
export type LogsReply = (request: LogsRequest) => { readonly status?: number; readonly body: unknown };

/** An endpoint that speaks the JSON protocol of CloudWatch Logs, and a client for it. Dispose of it with `await using`. */
export async function startLogsEndpoint(reply: LogsReply) {
  const requests: LogsRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const operation = String(incoming.headers['x-amz-target']).replace(/^Logs_20140328\./, '');
    const request = { operation, body: JSON.parse(await textOf(incoming)) as Record<string, unknown> };
    requests.push(request);
    const { status = 200, body } = reply(request);
    outgoing.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new CloudWatchLogsClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  const close = async () => {
    client.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { endpoint, client, requests, close };
}

async function textOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A row as GetQueryResults has it. */
export function resultRow(values: Readonly<Record<string, string | number>>) {
  return Object.entries(values).map(([field, value]) => ({ field, value: String(value) }));
}
