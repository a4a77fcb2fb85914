import type { RunEvent } from '@benchwright/load-driver';
import {
  Metadata,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { httpAnswer, serveTcp, userJson } from '../testing/tcp-server.js';
import { checkServers, checkStillThere } from './check-servers.js';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serveRest(answer: (path: string) => string): Promise<string> {
  const server = await serveTcp((socket, text) => socket.write(answer(text.split(' ')[1] ?? '')));
  closing.push(() => server.close());
  return server.url;
}

type Handler = (call: ServerUnaryCall<Buffer, Buffer>, callback: sendUnaryData<Buffer>) => void;

/** A gRPC server that offers just these methods; any other is UNIMPLEMENTED. */
async function serveGrpc(methods: Readonly<Record<string, Handler>>): Promise<string> {
  const server = new Server();
  const same = (bytes: Buffer): Buffer => bytes;
  for (const [path, handler] of Object.entries(methods)) server.register(path, handler, same, same, 'unary');
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  closing.push(() => server.forceShutdown());
  return `127.0.0.1:${port}`;
}

const HEALTH = '/grpc.health.v1.Health/Check';
const GET_USER = '/api.performance.UserService/GetUser';
const serving: Handler = (_call, callback) => callback(null, Buffer.from([8, 1]));
const healthy = () => serveGrpc({ [HEALTH]: serving });
const up = () => serveRest(() => httpAnswer('{}'));

function options(events: RunEvent[] = []) {
  const { signal } = new AbortController();
  return { userId: 5, signal, events: (event: RunEvent) => void events.push(event) };
}

describe('checkServers', () => {
  it('is content with GET /health and the health service', async () => {
    const events: RunEvent[] = [];
    const checks = await checkServers({ rest: await up(), grpc: await healthy() }, options(events));
    expect(checks).toEqual({
      rest: { reached: true, problem: null, proxy: 0 },
      grpc: { reached: true, problem: null, proxy: 0 },
    });
    expect(events).toEqual([]);
  });

  it('is content with a user where there is no health to ask for', async () => {
    const rest = await serveRest((path) =>
      path === '/api/users/5' ? httpAnswer(userJson(5)) : httpAnswer('', 'HTTP/1.1 404 Not Found'),
    );
    const grpc = await serveGrpc({
      [GET_USER]: (_call, callback) => callback({ code: status.NOT_FOUND, details: 'no such user' }),
    });
    const checks = await checkServers({ rest, grpc }, options());
    expect([checks.rest?.problem, checks.grpc?.problem]).toEqual([null, null]);
  });

  it('warns of servers that are there but answer neither, and says what they said', async () => {
    const rest = await serveRest(() => httpAnswer('', 'HTTP/1.1 500 No'));
    const grpc = await serveGrpc({ [HEALTH]: (_call, callback) => callback(null, Buffer.from([8, 2])) });
    const events: RunEvent[] = [];
    await checkServers({ rest, grpc }, options(events));
    const texts = events.map((event) => (event.type === 'warning' ? event.text : ''));
    expect(texts[0]).toContain('GET /health: HTTP 500; GET /api/users/5: HTTP 500');
    expect(texts[1]).toContain('health service: not serving; GetUser(5): UNIMPLEMENTED');
  });

  it('notices the proxies that answers name', async () => {
    const rest = await serveRest(() => httpAnswer('{}', 'HTTP/1.1 200 OK\r\nvia: 1.1 gateway'));
    const grpc = await serveGrpc({
      [HEALTH]: (call, callback) => {
        const metadata = new Metadata();
        metadata.set('server', 'envoy');
        call.sendMetadata(metadata);
        serving(call, callback);
      },
    });
    const checks = await checkServers({ rest, grpc }, options());
    expect([checks.rest?.proxy, checks.grpc?.proxy]).toEqual([2, 1]);
  });
});

describe('checkStillThere', () => {
  it('refuses to stand behind a run whose server fell silent, but not behind one that never spoke', async () => {
    const addresses = {
      rest: await serveRest(() => httpAnswer('', 'HTTP/1.1 500 No')),
      grpc: await healthy(),
    };
    const mute = { reached: true, problem: 'said nothing', proxy: 0 } as const;
    const fine = { reached: true, problem: null, proxy: 0 } as const;
    await expect(checkStillThere(addresses, { rest: mute, grpc: fine }, options())).resolves.toBeUndefined();
    await expect(checkStillThere(addresses, { rest: fine, grpc: fine }, options())).rejects.toMatchObject({
      code: 'ERR_TARGET_UNREACHABLE',
      address: addresses.rest,
    });
  });
});
