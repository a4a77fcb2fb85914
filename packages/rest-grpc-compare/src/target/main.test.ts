import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { afterEach, expect, test } from 'vitest';
import { UserServiceClient } from '../../generated/user_service.js';
import { usersTargetEntry } from '../target-entry.js';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(...flags: string[]) {
  const child = spawn(process.execPath, [usersTargetEntry, ...flags], { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const ended = once(child, 'close').then(async ([code, signal]): Promise<Ended> => {
    const [stdout, stderr] = await output;
    return { code, signal, stdout, stderr };
  });
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    ended.then(({ stderr }) => reject(new Error(stderr)));
  });
  firstLine.catch(() => {});
  return { child, ended, firstLine };
}

const anyPorts = ['--rest-port', '0', '--grpc-port', '0'];

test('is where it should be', () => {
  expect(existsSync(usersTargetEntry)).toBe(true);
});

test.each(['SIGTERM', 'SIGINT'] as const)(
  'says where it listens in one line, serves, and ends cleanly on %s',
  async (signal) => {
    const { child, ended, firstLine } = start(...anyPorts);
    const ready = JSON.parse(await firstLine);
    expect(ready).toEqual({
      name: 'users',
      pid: child.pid,
      endpoints: { rest: expect.stringMatching(/^http:/), grpc: expect.stringMatching(/^127/) },
    });
    // Both connections stay open while the signal comes: neither may hold it up.
    expect((await fetch(`${ready.endpoints.rest}/api/users/10000`)).status).toBe(200);
    const client = new UserServiceClient(ready.endpoints.grpc, credentials.createInsecure());
    const id = await new Promise((resolve, reject) => {
      client.getUser({ userId: 10_000 }, (error: ServiceError | null, response) =>
        error === null ? resolve(response.user?.id) : reject(error),
      );
    });
    expect(id).toBe(10_000);
    child.kill(signal);
    const { code, stdout, stderr } = await ended;
    client.close();
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout).toBe(`${JSON.stringify(ready)}\n`);
  },
);

test('a signal while it starts ends it too', async () => {
  const { child, ended } = start(...anyPorts);
  child.kill('SIGTERM');
  const { code, signal, stderr } = await ended;
  expect(signal ?? code).toSatisfy((how: unknown) => how === 0 || how === 'SIGTERM');
  expect(stderr).toBe('');
});

test('with --exit-with-parent, ends when its stdin does', async () => {
  const { child, ended, firstLine } = start(...anyPorts, '--exit-with-parent');
  await firstLine;
  child.stdin?.end();
  expect(await ended).toMatchObject({ code: 0, stderr: '' });
});

test('with --exit-with-parent, does not outlive a parent that is killed', async () => {
  const script = `
    const { spawn } = require('node:child_process');
    const flags = ${JSON.stringify([usersTargetEntry, ...anyPorts, '--exit-with-parent'])};
    spawn(process.execPath, flags, { stdio: ['pipe', 'pipe', 'inherit'] }).stdout.pipe(process.stdout);
  `;
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(parent);
  const [line] = await once(parent.stdout, 'data');
  const { endpoints } = JSON.parse(String(line));
  const held = await fetch(`${endpoints.rest}/health`);
  await held.text();
  // The child inherited stderr: the pipe ends when the last process that holds it has ended.
  const allGone = once(parent.stderr.resume(), 'end');
  parent.kill('SIGKILL');
  await allGone;
  await expect(fetch(`${endpoints.rest}/health`)).rejects.toThrow();
});

test('without it, a stdin that ends means nothing', async () => {
  const { child, ended, firstLine } = start(...anyPorts);
  child.stdin?.end();
  const { endpoints } = JSON.parse(await firstLine);
  expect((await fetch(`${endpoints.rest}/health`)).status).toBe(200);
  child.kill();
  expect((await ended).code).toBe(0);
});

test.each(['rest', 'grpc'])('a busy %s port is said in one line on stderr, exit code 1', async (kind) => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  const { port } = blocker.address() as { port: number };
  const { ended } = start(...anyPorts, `--${kind}-port`, String(port));
  const { code, stdout, stderr } = await ended;
  blocker.close();
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(
    new RegExp(`^The \\S+ server cannot listen on 127\\.0\\.0\\.1:${port}: .*--${kind}-port.*\\n$`),
  );
});

test('a flag that is wrong is said on stderr, exit code 1', async () => {
  const { ended } = start('--rest-port', 'many');
  expect(await ended).toMatchObject({
    code: 1,
    stdout: '',
    stderr: '--rest-port must be an integer from 0 to 65535, not "many".\n',
  });
});

test('--only starts one server', async () => {
  const { firstLine } = start(...anyPorts, '--only', 'rest');
  expect(Object.keys(JSON.parse(await firstLine).endpoints)).toEqual(['rest']);
});
