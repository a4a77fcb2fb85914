import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { defaultRegistry as registry } from '../registry/default-registry.js';
import { type CliRun, runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const folder = temporaryFolders();

/** A server that answers with what it was sent, and its URL. */
async function serve(): Promise<{ readonly url: string; readonly seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      seen.push(`${request.method} ${request.url} ${request.headers['x-test'] ?? ''} ${body}`.trim());
      response.end('fine');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const http = (...argv: string[]): Promise<CliRun> =>
  runCli(['http', ...argv, '--results-dir', folder(), '--progress', 'none'], { registry });

describe('http', () => {
  test('measures what it was told to, and shows the verdict first', async () => {
    const { url, seen } = await serve();
    const { code, stdout } = await http(
      ...[
        `${url}/users/{{int 7 7}}`,
        '-n',
        '60',
        '-c',
        '3',
        '-m',
        'PUT',
        '-H',
        'X-Test: {{seq}}',
        '-b',
        'body',
      ],
      ...['--trials', '3', '--expect-body', 'fine', '--seed', '1'],
    );
    // A machine that others use may spoil sixty requests, and then says so.
    expect([0, 4]).toContain(code);
    expect(stdout).toMatch(/^(VALID|SUSPECT|INVALID) {2}http:\/\/127\.0\.0\.1:\d+\/users\/{{int 7 7}}\n/);
    expect(stdout).toContain('60 ok · 0 failed · of 60 offered');
    expect(seen).toHaveLength(60);
    expect(seen.sort((a, b) => Number(a.split(' ')[2]) - Number(b.split(' ')[2]))[59]).toBe(
      'PUT /users/7 59 body',
    );
  });

  test('prints nothing but JSON when asked for it, and ends with 4 when the result is invalid', async () => {
    const { url } = await serve();
    const { code, stdout } = await http(url, '-n', '10', '--expect-status', '404', '--json');
    expect(code).toBe(4);
    const result = JSON.parse(stdout);
    expect(result.suite).toBe('http');
    expect(result.cells[0].counts.errors).toEqual({ HTTP_200: 10 });
  });

  test('takes a body from a file with @', async () => {
    const { url } = await serve();
    const missing = join(folder(), 'no-such-body');
    const { code, stderr } = await http(url, '-n', '1', '-b', `@${missing}`);
    expect(code).toBe(2);
    expect(stderr).toContain(`cannot read ${missing}`);
  });

  test('keeps secrets out of what it records', async () => {
    const { url } = await serve();
    const { stdout } = await http(url, '-n', '1', '-H', 'Authorization: Bearer topsecret', '--json');
    expect(stdout).not.toContain('topsecret');
    expect(JSON.parse(stdout).run.config.headers).toEqual([expect.stringContaining('[secret]')]);
  });

  test('prints its plan and sends nothing', async () => {
    const { url, seen } = await serve();
    const { code, stdout } = await http(url, '-R', '50/s', '-d', '20s', '--dry-run', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).plan.cells[0].trialLoads).toEqual(
      new Array(5).fill({ model: 'constant', ratePerSec: 50, durationNs: 4e9 }),
    );
    expect(seen).toEqual([]);
  });

  test.each([
    ['no URL', [], /no URL is given/],
    ['no URL that is one', ['localhost:1'], /the URL {2}url must be an http or https URL/],
    ['another machine', ['http://192.0.2.1/'], /is not on this machine.*\n.*--allow-remote/],
    ['a count and a time', ['http://localhost/', '-n', '5', '-d', '1s'], /cannot be used together/],
    [
      'the -T of ab, hey and oha',
      ['http://localhost/', '-T', 'text/plain'],
      /got 'text\/plain'\n.*-H 'Content-Type: text\/plain'/,
    ],
    [
      'a certificate without its key',
      ['https://localhost/', '--cert', 'c.pem'],
      /--cert {2}tls\.cert needs tls\.key/,
    ],
    ['a pacer that is none', ['http://localhost/', '--pacer', 'timer'], /--pacer {2}pacer must be/],
    [
      'an injected header',
      ['http://localhost/', '-H', 'A: b\r\nC: d'],
      /--header {2}headers\[0\].*line ends/,
    ],
    ['a rate that is none', ['http://localhost/', '-R', 'fast'], /--rate {2}rate must be a rate/],
    ['a load that is none', ['http://localhost/', '--load', 'wave'], /--load {2}load must be closed/],
    ['a field that is not there', ['http://localhost/{{x}}'], /there is no field {{x}}/],
    ['TLS without https', ['http://localhost/', '-k'], /--insecure {2}tls\.insecure needs an https URL/],
  ])('%s ends with 2 before anything is sent', async (_what, argv, message) => {
    const { code, stdout, stderr } = await http(...argv);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(stdout).toBe('');
  });
});

test('run all leaves endpoints out: there is something to say only about one that is named', async () => {
  const { stdout } = await runCli(['run', 'all', '--dry-run', '--json'], { registry });
  const suites = JSON.parse(stdout).map(({ suite }: { suite: string }) => suite);
  expect(suites).toContain('rest-grpc');
  expect(suites).not.toContain('http');
  expect(suites).not.toContain('grpc');
});
