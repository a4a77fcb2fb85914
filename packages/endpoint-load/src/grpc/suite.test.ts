import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { runInMemory, suiteConformance } from '@benchwright/load-driver/conformance';
import { startUsersServers } from '@benchwright/rest-grpc-compare';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFile } from '../testing/temporary-file.js';
import { type GrpcConfigInput, grpcConfigSchema } from './config.js';
import { grpcSuite } from './suite.js';

const proto = fileURLToPath(new URL('../../../../proto/user_service.proto', import.meta.url));
const method = 'api.performance.UserService/GetUser';

let servers: Awaited<ReturnType<typeof startGrpc>>;
let address: string;
const startGrpc = () => startUsersServers({ grpcPort: 0, only: 'grpc' });
beforeAll(async () => {
  servers = await startGrpc();
  address = servers.endpoints.grpc;
});
afterAll(() => servers.close());

async function measure(input: Partial<GrpcConfigInput>, seed = 7) {
  const config = grpcConfigSchema.parse({
    address,
    method,
    timeout: '5s',
    concurrency: 4,
    ceiling: false,
    ...input,
  });
  const { result, events } = await runInMemory(grpcSuite, config, { seed });
  const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.text] : []));
  return { result, counts: result.cells[0]!.counts, warnings };
}

describe('the grpc suite keeps the contract', () => {
  // The address is known once the server runs; the checks need it no earlier.
  const config = grpcConfigSchema.parse({
    address: '127.0.0.1:1',
    method,
    message: '{"user_id":{{int 1 1000}}}',
    requests: 300,
    trials: 3,
    concurrency: 8,
    connections: 2,
    ceiling: '100ms',
  });
  for (const check of suiteConformance(
    { ...grpcSuite, open: (given, ctx) => grpcSuite.open({ ...given, address }, ctx) },
    config,
  )) {
    it(check.name, () => check.run());
  }
});

describe('calls', () => {
  it.each([1, 2])('are exactly as many as asked for, from %d threads', async (workers) => {
    const { counts, result } = await measure({
      message: '{"user_id":"{{int 1 500}}"}',
      requests: 101,
      concurrency: 6,
      connections: 2,
      workers,
    });
    expect(counts).toEqual({ offered: 101, sent: 101, ok: 101, failed: 0, dropped: 0, errors: {} });
    expect(grpcSuite.views[0]!.render(result)).toContain(
      'api.performance.UserService/GetUser over grpc · 2 connections · 3 requests\n',
    );
  });

  it('stand beside what the generator itself could do, of the same messages', async () => {
    const { result } = await measure({
      message: '{"user_id": 7}',
      requests: 60,
      connections: 2,
      ceiling: '200ms',
    });
    const measured = { protocol: 'grpc', requestBytes: 2, connections: 2, pipelining: 2 };
    expect(result.cells[0]?.ceiling).toMatchObject({ measured, share: expect.any(Number) });
  });

  it('that the server refuses are counted by status, and explained', async () => {
    const { counts, warnings } = await measure({ message: '{"user_id": 99999999}', requests: 20 });
    expect(counts.errors).toEqual({ GRPC_NOT_FOUND: 20 });
    expect(warnings.join()).toMatch(/first GRPC_NOT_FOUND: /);
  });

  it('are described by a .proto file where the server does not describe itself, and never repeat {{seq}}', async () => {
    const seen: string[] = [];
    const server = createServer();
    server.on('stream', (stream, headers) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        seen.push(`${headers[':path']} ${headers['x-test']} ${Buffer.concat(chunks).toString('hex')}`);
        stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
        stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
        stream.end(Buffer.alloc(5));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
    onTestFinished(() => new Promise((resolve) => void server.close(() => resolve())));
    const { port } = server.address() as AddressInfo;
    const messageFile = temporaryFile('message.json', '{"user_id": {{seq 1}}}');
    const { counts } = await measure({
      address: `127.0.0.1:${port}`,
      proto: [proto],
      messageFile,
      metadata: ['X-Test: 5'],
      requests: 20,
    });
    expect(counts.ok).toBe(20);
    // 5 bytes of framing, tag 08, then the id as a varint.
    const expected = Array.from({ length: 20 }, (_, n) => {
      const id = (n + 1).toString(16).padStart(2, '0');
      return `/${method} 5 000000000208${id}`;
    });
    expect(seen.sort()).toEqual(expected.sort());
  });

  it.each([
    [
      'no address and no method',
      { address: null, method: null },
      'ERR_CONFIG',
      /address is required[\s\S]*method is required/,
    ],
    ['a server that is not there', { address: '127.0.0.1:1' }, 'ERR_TARGET_UNREACHABLE', /CONNECT_REFUSED/],
    [
      'a method that is not there',
      { method: 'api.performance.UserService/Nope' },
      'ERR_GRPC_METHOD',
      /no method Nope/,
    ],
    [
      'a message that does not fit',
      { message: '{"id":1}' },
      'ERR_GRPC_METHOD',
      /is no api\.performance\.GetUserRequest/,
    ],
    ['a message that is not JSON', { message: '{' }, 'ERR_GRPC_METHOD', /JSON/],
    ['a message file that is not there', { messageFile: '/nowhere/m' }, 'ERR_NOT_READABLE', /\/nowhere\/m/],
  ])('%s', async (_what, input, code, message) => {
    await expect(measure({ requests: 1, ...input })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});
