import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createCliClock } from '../cli-clock.js';
import { main } from '../main.js';
import { defaultRegistry } from '../registry/default-registry.js';
import { runCli, TextStream } from '../testing/run-cli.js';

/** Resolves with the announcement of a target that was started, and a way to end it. */
async function started(argv: readonly string[]) {
  const abort = new AbortController();
  const stderr = new TextStream();
  let announce: (line: string) => void = () => {};
  const announced = new Promise<string>((resolve) => {
    announce = resolve;
  });
  const stdout = { write: (text: string) => announce(text) };
  const ended = main(argv, {}, { stdout, stderr }, createCliClock(), abort.signal, defaultRegistry);
  const line = await Promise.race([announced, ended.then((code) => `ended with ${code}: ${stderr.text}`)]);
  return { line, stop: () => abort.abort(), ended };
}

function faultsFile(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-s3-faults-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'faults.yaml');
  writeFileSync(file, content);
  return file;
}

const freePorts = ['--rest-port', '0', '--grpc-port', '0'];

describe('targets start users', () => {
  test('starts every server that is named with --only, and no other', async () => {
    const { PROTOCOLS } = await import('@benchwright/rest-grpc-compare');
    const ports = PROTOCOLS.flatMap((protocol) => [`--${protocol}-port`, '0']);
    for (const only of [PROTOCOLS, ['graphql', 'rest-h2']]) {
      const { line, stop, ended } = await started([
        'targets',
        'start',
        'users',
        ...ports,
        '--only',
        only.join(),
      ]);
      expect(Object.keys(JSON.parse(line).endpoints)).toEqual(only);
      stop();
      expect(await ended).toBe(0);
    }
  });

  test('announces itself in one JSON line, serves, and ends with the signal', async () => {
    const { line, stop, ended } = await started(['targets', 'start', 'users', ...freePorts]);
    const announcement = JSON.parse(line);
    expect(line.split('\n')).toHaveLength(2);
    expect(announcement).toMatchObject({ name: 'users', pid: process.pid });
    const { rest, grpc } = announcement.endpoints;
    expect(grpc).toMatch(/^127\.0\.0\.1:\d+$/);
    const health = await fetch(`${rest}/health`, { headers: { connection: 'close' } });
    expect(health.status).toBe(200);
    await health.text();
    stop();
    expect(await ended).toBe(0);
    await expect(fetch(`${rest}/health`)).rejects.toThrow();
  });

  test('serves the same bytes for the same seed', async () => {
    const users = [];
    for (const seed of ['5', '5', '6']) {
      const { line, stop, ended } = await started([
        'targets',
        'start',
        'users',
        ...freePorts,
        '--data-seed',
        seed,
      ]);
      const { rest } = JSON.parse(line).endpoints;
      const answer = await fetch(`${rest}/api/users/17`, { headers: { connection: 'close' } });
      users.push(await answer.text());
      stop();
      await ended;
    }
    expect(users[0]).toBe(users[1]);
    expect(users[0]).not.toBe(users[2]);
  });

  test('on a port in use says which, and ends with 2', async () => {
    const { line, stop, ended } = await started(['targets', 'start', 'users', ...freePorts]);
    const port = new URL(JSON.parse(line).endpoints.rest).port;
    const argv = ['targets', 'start', 'users', '--rest-port', port, '--grpc-port', '0'];
    const { code, stdout, stderr } = await runCli(argv, { registry: defaultRegistry });
    stop();
    await ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`127.0.0.1:${port}: the port is in use`);
  });
});

describe('targets start lambda', () => {
  test('announces the Lambda API, the S3 behind it and its credentials, and ends with the signal', async () => {
    const flags = ['--port', '0', '--function-prefix', 'ingest-events-m512-b1-'];
    const { line, stop, ended } = await started(['targets', 'start', 'lambda', ...flags]);
    const { name, endpoints, credentials } = JSON.parse(line);
    expect([name, Object.keys(endpoints), Object.keys(credentials)]).toEqual([
      'lambda',
      ['lambda', 's3'],
      ['accessKeyId', 'secretAccessKey', 'region'],
    ]);
    const headers = { connection: 'close', authorization: 'AWS4-HMAC-SHA256 any' };
    const answer = await fetch(`${endpoints.lambda}/2015-03-31/functions/`, { headers });
    const { Functions } = (await answer.json()) as { Functions: { FunctionName: string }[] };
    expect(Functions.map(({ FunctionName }) => FunctionName)).toEqual(
      [0, 10, 50].map((reserved) => `ingest-events-m512-b1-rc${reserved}`),
    );
    stop();
    expect(await ended).toBe(0);
    for (const endpoint of Object.values<string>(endpoints)) await expect(fetch(endpoint)).rejects.toThrow();
  });

  test('of functions that there are none of says so, and ends with 2', async () => {
    const argv = ['targets', 'start', 'lambda', '--port', '0', '--function-prefix', 'nothing-'];
    const { code, stderr } = await runCli(argv, { registry: defaultRegistry });
    expect(code).toBe(2);
    expect(stderr).toContain("no function of the design begins with 'nothing-'");
  });
});

describe('targets start s3', () => {
  const key = ['--access-key-id', 'me', '--secret-access-key', 'secret'];

  test('announces endpoint and credentials, and keeps objects in its folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'benchwright-s3-target-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const argv = [
      'targets',
      'start',
      's3',
      '--port',
      '0',
      '--dir',
      join(folder, 'store'),
      '--bucket',
      'kept',
    ];
    for (const credentials of [[], key]) {
      const { line, stop, ended } = await started([...argv, ...credentials]);
      const announcement = JSON.parse(line);
      expect(announcement).toMatchObject({ name: 's3', pid: process.pid });
      expect(announcement.credentials).toMatchObject(
        credentials.length > 0
          ? { accessKeyId: 'me', secretAccessKey: 'secret' }
          : { accessKeyId: expect.stringMatching(/^AKIA/), secretAccessKey: expect.any(String) },
      );
      const answer = await fetch(announcement.endpoints.s3, { headers: { connection: 'close' } });
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('<Code>AccessDenied</Code>');
      stop();
      expect(await ended).toBe(0);
    }
  });

  test('lets go wrong what a file of faults says', async () => {
    const file = faultsFile('rules:\n  - { operation: PutObject, errors: { InternalError: 1 } }\n');
    const argv = ['targets', 'start', 's3', '--port', '0', '--bucket', 'out-put', ...key, '--faults', file];
    const { line, stop, ended } = await started(argv);
    const { stdout } = await runCli(['s3', 'invoke'], {
      registry: defaultRegistry,
      env: {
        OUTPUT_BUCKET: 'out-put',
        WORKLOAD: 'events',
        S3_ENDPOINT: JSON.parse(line).endpoints.s3,
        AWS_ACCESS_KEY_ID: 'me',
        AWS_SECRET_ACCESS_KEY: 'secret',
      },
    });
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error_code: 'InternalError', s3_attempts: 3 });
    stop();
    expect(await ended).toBe(0);
  });

  test.each([
    ['that make no sense', 'rules: [{ errors: { Slow: 2 } }]', 'rules[0]'],
    ['that are not YAML', 'rules: [', 'is not YAML'],
    ['in a file that is not there', null, 'cannot read the faults'],
  ])('with faults %s says so, and ends with 2', async (_, content, message) => {
    const file = content === null ? '/nowhere/faults.yaml' : faultsFile(content);
    const argv = ['targets', 'start', 's3', '--port', '0', '--faults', file];
    const { code, stdout, stderr } = await runCli(argv, { registry: defaultRegistry });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test.each([
    ['half of a key', ['--access-key-id', 'me'], 'belong together'],
    ['a bad bucket', ['--bucket', 'No'], '"No"'],
  ])('with %s says so, and ends with 2', async (_, flags, message) => {
    const argv = ['targets', 'start', 's3', '--port', '0', ...flags];
    const { code, stdout, stderr } = await runCli(argv, { registry: defaultRegistry });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
