import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that answers. */
export interface Responder {
  readonly endpoints: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** What it answers with. */
const ANSWER = Buffer.from('{"status":"ok"}\n');

/**
 * Starts node:http on 127.0.0.1 (port 0: any free one): every request gets status 200 and 16 bytes of JSON, after its body
 * has come. It does next to nothing, so what it can answer is what this machine and Node's HTTP server can.
 */
export async function startResponder(port = 0): Promise<Responder> {
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    request.resume();
    request.once('end', () => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': ANSWER.length });
      response.end(ANSWER);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    endpoints: { http: `http://127.0.0.1:${address.port}` },
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}
