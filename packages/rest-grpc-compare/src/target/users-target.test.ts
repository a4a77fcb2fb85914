import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { startUsersServers, type UsersServers } from './users-target.js';

const ANY_PORTS = { restPort: 0, grpcPort: 0, graphqlPort: 0, restH2Port: 0, grpcWebPort: 0 };
const running: Pick<UsersServers, 'close'>[] = [];
const blockers: Server[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((servers) => servers.close()));
  for (const blocker of blockers.splice(0)) blocker.close();
});

async function occupyPort(): Promise<number> {
  const blocker = createServer().listen(0, '127.0.0.1');
  blockers.push(blocker);
  await once(blocker, 'listening');
  return (blocker.address() as AddressInfo).port;
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const connected = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return connected;
}

test('both servers listen on loopback and say where', async () => {
  const servers = await startUsersServers({ restPort: 0, grpcPort: 0 });
  running.push(servers);
  expect(servers.endpoints.rest).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(servers.endpoints.grpc).toMatch(/^127\.0\.0\.1:\d+$/);
});

test.each([
  ['rest', ['rest']],
  ['grpc', ['grpc']],
  ['graphql', ['graphql']],
  ['rest-h2', ['rest-h2']],
  ['grpc-web', ['grpc-web']],
] as const)('only %s', async (only, kinds) => {
  const servers = await startUsersServers({ ...ANY_PORTS, only });
  running.push(servers);
  expect(Object.keys(servers.endpoints)).toEqual(kinds);
});

test('another seed serves other data', async () => {
  const servers = await startUsersServers({ restPort: 0, only: 'rest', seed: 1 });
  running.push(servers);
  const user = await (await fetch(`${servers.endpoints.rest}/api/users/1`)).json();
  expect(user).toMatchObject({ id: 1 });
  expect(user).not.toMatchObject({ username: 'georginafernandez1' });
});

test.each(['rest', 'grpc'] as const)(
  'a busy %s port is named with its flag, and nothing is left running',
  async (kind) => {
    const busy = await occupyPort();
    const free = await occupyPort();
    blockers.pop()?.close();
    const ports = kind === 'rest' ? { restPort: busy, grpcPort: free } : { restPort: free, grpcPort: busy };
    const label = kind === 'rest' ? 'REST' : 'gRPC';
    await expect(startUsersServers(ports)).rejects.toMatchObject({
      name: 'UsersServerError',
      code: 'ERR_PORT_IN_USE',
      message:
        `The ${label} server cannot listen on 127.0.0.1:${busy}: the port is in use. Stop what listens there or choose ` +
        `another with --${kind}-port (${kind}Port in code), 0 for any free one.`,
    });
    expect(await isListening(free)).toBe(false);
  },
);

test.each(['0.0.0.0', '::', '192.0.2.1', 'localhost'])('does not listen on %s', async (host) => {
  await expect(startUsersServers({ restPort: 0, grpcPort: 0, host })).rejects.toMatchObject({
    code: 'ERR_NOT_LOOPBACK',
    message: `The users servers listen on 127.0.0.1, ::1 only, not on ${host}.`,
  });
});

test('closing ends idle connections at once, frees the ports, and may be repeated', async () => {
  const servers = await startUsersServers({ restPort: 0, grpcPort: 0 });
  const ports = Object.values(servers.endpoints).map((endpoint) => Number(endpoint.split(':').at(-1)));
  const response = await fetch(`${servers.endpoints.rest}/health`);
  await response.text();
  await servers.close();
  await servers.close();
  for (const port of ports) expect(await isListening(port)).toBe(false);
});

test('closing does not wait for a client that never ends its request', async () => {
  const servers = await startUsersServers({ restPort: 0, only: 'rest' });
  const socket = connect(Number(servers.endpoints.rest.split(':').at(-1)), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    'POST /api/users HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{',
  );
  // Answered on another connection, hence the first one's bytes have been read.
  await (await fetch(`${servers.endpoints.rest}/health`)).text();
  const ended = once(socket, 'close');
  socket.on('error', () => {});
  socket.resume();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const closed = servers.close();
  vi.runAllTimers();
  vi.useRealTimers();
  await closed;
  await ended;
});
