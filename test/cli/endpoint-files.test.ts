import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { startUsersServers, type UsersServers } from '@benchwright/rest-grpc-compare';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { workspaceRoot } from '../workspace/tree.js';
import { benchwright, newFolder } from './benchwright.js';

const tls = (name: string): string => join(workspaceRoot, 'packages/endpoint-load/testdata/tls', name);
const few = ['-n', '12', '-c', '2', '--trials', '1', '--no-ceiling', '--warmup', '0s', '--json'];

async function listen(server: Server, closeAll: () => void): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    closeAll();
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

/** Twelve requests on a busy machine may be judged too few or too noisy; whether they were answered is what is asked. */
function countsOf({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }): unknown {
  try {
    return (JSON.parse(stdout) as { cells: [{ counts: unknown }] }).cells[0].counts;
  } catch {
    throw new Error(stderr);
  }
}

describe('files that http is given are used', () => {
  it('--targets: every line is sent, with its method, headers and body, in the shares of the weights', async () => {
    const seen: string[] = [];
    const answer: RequestListener = (request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        seen.push(`${request.method} ${request.url} ${request.headers['x-a'] ?? '-'} ${body || '-'}`);
        response.end('ok');
      });
    };
    const server = createServer(answer);
    const port = await listen(server, () => server.closeAllConnections());
    const folder = newFolder();
    const lines = [
      { path: '/read?q={{int 7 7}}', weight: 3 },
      { method: 'POST', path: '/write', headers: { 'X-A': 'b' }, body: { n: 1 }, weight: 1 },
    ];
    writeFileSync(join(folder, 't.ndjson'), lines.map((line) => JSON.stringify(line)).join('\n'));
    const flags = ['--targets', 't.ndjson', ...few, '-n', '400', '--seed', '1'];
    const run = await benchwright(['http', `http://127.0.0.1:${port}`, ...flags], folder);
    expect(countsOf(run)).toMatchObject({ ok: 400, failed: 0 });
    // One request more asks, before anything is measured, whether the target answers.
    const measured = seen.slice(-400);
    const reads = measured.filter((line) => line === 'GET /read?q=7 - -').length;
    const writes = measured.filter((line) => line === 'POST /write b {"n":1}').length;
    expect(reads + writes).toBe(400);
    // Drawn by weight with the seed given: three standard deviations of a share of three in four.
    expect(Math.abs(reads - 300)).toBeLessThan(26);
  });

  it('--cacert, --cert and --key: the server is believed, and believes', async () => {
    const subjects = new Set<string>();
    const server = createHttpsServer(
      {
        cert: readFileSync(tls('localhost.crt')),
        key: readFileSync(tls('localhost.key')),
        ca: readFileSync(tls('ca.crt')),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (request, response) => {
        subjects.add(String((request.socket as TLSSocket).getPeerCertificate().subject.CN));
        response.end('ok');
      },
    );
    const port = await listen(server, () => server.closeAllConnections());
    const command = ['http', `https://localhost:${port}/`, ...few];
    const folder = newFolder();
    const client = ['--cert', tls('client.crt'), '--key', tls('client.key')];
    const run = await benchwright([...command, '--cacert', tls('ca.crt'), ...client], folder);
    expect(countsOf(run)).toMatchObject({ ok: 12, failed: 0 });
    expect(subjects.size).toBe(1);
    const doubtful = await benchwright([...command, ...client], folder);
    expect(doubtful).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('--cacert') });
  });
});

/** The users API under another name of one field: whoever decodes answers with these files sees `renamed_name`. */
function renamedUsersApi(folder: string): void {
  const whole = readFileSync(join(workspaceRoot, 'proto/user_service.proto'), 'utf8');
  const [head, tail] = whole.split('message User {');
  mkdirSync(join(folder, 'elsewhere', 'shared'), { recursive: true });
  const rest = tail!.slice(tail!.indexOf('\n}\n') + 3);
  const user = `message User {${tail!.slice(0, tail!.indexOf('\n}\n') + 3)}`.replace(
    'string username = 2',
    'string renamed_name = 2',
  );
  const syntax =
    'syntax = "proto3";\n\npackage api.performance;\n\nimport "google/protobuf/timestamp.proto";\n';
  writeFileSync(join(folder, 'elsewhere', 'shared', 'user.proto'), syntax + user);
  const importing = head!.replace(
    'import "google/protobuf/timestamp.proto";',
    'import "google/protobuf/timestamp.proto";\nimport "shared/user.proto";',
  );
  writeFileSync(join(folder, 'service.proto'), importing + rest);
}

describe('descriptions that grpc is given are used in place of reflection', () => {
  let servers: UsersServers<'grpc'>;
  beforeAll(async () => {
    servers = await startUsersServers({ grpcPort: 0, only: 'grpc' });
  });
  afterAll(() => servers.close());

  const ask = (folder: string, ...flags: string[]) =>
    benchwright(
      [
        ...['grpc', servers.endpoints.grpc, 'api.performance.UserService/GetUser', '-b', '{"user_id":1}'],
        ...few,
        ...['--expect-body', '{"user":{"id":"1"}}', ...flags],
      ],
      folder,
    );

  it('--proto with --import-path', async () => {
    const folder = newFolder();
    renamedUsersApi(folder);
    const without = await ask(folder, '--proto', 'service.proto');
    expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining('shared/user.proto') });
    const files = ['--proto', 'service.proto', '--import-path', 'elsewhere'];
    expect(countsOf(await ask(folder, ...files))).toMatchObject({ ok: 12, failed: 0 });
    const old = await ask(folder, ...files, '--expect-body', '{"user":{"username":"x"}}');
    expect(old).toMatchObject({ code: 2, stderr: expect.stringContaining('username') });
  });

  it('--protoset, as buf makes it', async () => {
    const folder = newFolder();
    renamedUsersApi(folder);
    writeFileSync(join(folder, 'elsewhere', 'service.proto'), readFileSync(join(folder, 'service.proto')));
    const buf = join(workspaceRoot, 'packages/endpoint-load/node_modules/.bin/buf');
    const built = spawnSync(buf, ['build', '-o', join(folder, 'users.binpb')], {
      cwd: join(folder, 'elsewhere'),
    });
    expect(String(built.stderr)).toBe('');
    expect(countsOf(await ask(folder, '--protoset', 'users.binpb'))).toMatchObject({ ok: 12, failed: 0 });
    const old = await ask(folder, '--protoset', 'users.binpb', '--expect-body', '{"user":{"username":"x"}}');
    expect(old).toMatchObject({ code: 2, stderr: expect.stringContaining('username') });
  });
});
