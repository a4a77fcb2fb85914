import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const newFolder = temporaryFolders();

/** A finished run in a folder of its own. */
async function storedRun(): Promise<{ folder: string; printed: string }> {
  const results = newFolder();
  const { stdout } = await runCli(['run', 'tiny', '-o', results]);
  return { folder: join(results, 'tiny', readdirSync(join(results, 'tiny'))[0] ?? ''), printed: stdout };
}

describe('report', () => {
  test('prints what the run printed, from its folder, its records or its result', async () => {
    const { folder, printed } = await storedRun();
    for (const path of [folder, join(folder, 'run.ndjson'), join(folder, 'result.json')]) {
      const { code, stdout, stderr } = await runCli(['report', path]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout).toBe(printed);
    }
  });

  test('in the general formats and the views of the suite', async () => {
    const { folder } = await storedRun();
    expect(JSON.parse((await runCli(['report', folder, '-f', 'json'])).stdout)).toMatchObject({
      suite: 'tiny',
    });
    expect((await runCli(['report', folder, '-f', 'csv'])).stdout).toMatch(/^suite,run_id,.*\r\ntiny,/);
    expect((await runCli(['report', folder, '-f', 'tiny:names'])).stdout).toBe('fast slow\n');
    const { code, stderr } = await runCli(['report', folder, '-f', 'tiny:name']);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean tiny:names?'),
    });
  });

  test('into a file, and nothing on stdout', async () => {
    const { folder } = await storedRun();
    const file = join(folder, 'page.txt');
    const { code, stdout } = await runCli(['report', folder, '-o', file], { tty: true });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(readFileSync(file, 'utf8')).toMatch(/^[A-Z]+ {2}tiny/);
    const unwritable = await runCli(['report', folder, '-o', join(folder, 'no', 'page.txt')]);
    expect(unwritable.code).toBe(2);
  });

  test('names lines that it cannot read', async () => {
    const { folder, printed } = await storedRun();
    appendFileSync(join(folder, 'run.ndjson'), '{"type":"trial"\n{"type":"future","v":1}\n');
    const { code, stdout, stderr } = await runCli(['report', folder]);
    expect(code).toBe(0);
    expect(stdout).toBe(printed);
    expect(stderr).toMatch(/warning: .*run\.ndjson: line 9: .*\nwarning: .*line 10: unknown type of record/);
  });

  test('falls back to the stored result for a suite that is not here', async () => {
    const { folder, printed } = await storedRun();
    const { stdout, stderr } = await runCli(['report', folder], { registry: { suites: [], targets: [] } });
    expect(stdout).toBe(printed);
    expect(stderr).toContain('suite tiny is not known here');
  });

  test.each([
    ['nothing there', (folder: string) => join(folder, 'none'), /there is no run at/],
    ['an empty folder', (folder: string) => folder, /cannot read .*result\.json/],
    [
      'a file of another kind',
      (folder: string) => write(folder, 'x.json', '{"a":1}'),
      /is not a Benchwright result/,
    ],
    ['text', (folder: string) => write(folder, 'x.json', 'hello'), /is not JSON/],
    ['records without a header', (folder: string) => write(folder, 'x.ndjson', '{"a":1}\n'), /no run header/],
  ])('of %s says so and ends with 2', async (_what, pathIn, message) => {
    const { code, stdout, stderr } = await runCli(['report', pathIn(newFolder())]);
    expect(stderr).toMatch(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

function write(folder: string, name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('a run whose result was lost', () => {
  let folder = '';
  let printed = '';
  beforeAll(async () => {
    ({ folder, printed } = await storedRun());
    rmSync(join(folder, 'result.json'));
  });

  test('is summarised from its records', async () => {
    expect((await runCli(['report', folder])).stdout).toBe(printed);
  });
});

describe('in several forms', () => {
  let folder = '';
  beforeEach(async () => {
    ({ folder } = await storedRun());
  });

  test('writes a file of each into a folder, made where it is missing', async () => {
    const out = join(newFolder(), 'deep', 'reports');
    const { code, stdout, stderr } = await runCli(['report', folder, '-f', 'all,tiny:names', '-o', out]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readdirSync(out).sort()).toEqual([
      'report.annotations.txt',
      'report.csv',
      'report.emf.ndjson',
      'report.hlog',
      'report.html',
      'report.json',
      'report.junit.xml',
      'report.md',
      'report.ndjson',
      'report.otlp.json',
      'report.prom',
      'report.tiny-names.txt',
      'report.txt',
    ]);
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toMatch(/^<!doctype html>/);
    expect(readFileSync(join(out, 'report.hlog'), 'utf8').match(/^Tag=fast,/gm)?.length).toBe(3);
  });

  test('one format into a folder that is there gets a name of its own', async () => {
    const out = newFolder();
    await runCli(['report', folder, '-f', 'junit', '-o', out]);
    expect(readdirSync(out)).toEqual(['report.junit.xml']);
  });

  test.each([
    [
      'several formats on stdout',
      ['-f', 'csv,json'],
      /2 formats do not fit on stdout\n.*add -o and a folder/,
    ],
    ['a second run where only one is shown', ['-f', 'csv'], /--format csv shows one run, and 2 were given/],
    ['an unknown format', ['-f', 'html,jnit'], /there is no format 'jnit'\n.*did you mean junit\?/],
  ])('%s is refused with what to do', async (_what, words, message) => {
    const runs = words[1] === 'csv' ? [folder, folder] : [folder];
    const { code, stderr } = await runCli(['report', ...runs, ...words]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });

  test('lays runs over each other in html', async () => {
    const other = (await storedRun()).folder;
    const { code, stdout } = await runCli(['report', folder, other, '-f', 'html']);
    expect(code).toBe(0);
    expect(stdout.match(/<p class="card-name">/g)?.length).toBe(2);
  });

  test('calls a run what the reader calls it', async () => {
    const { code, stdout } = await runCli(['report', `before=${folder}`, `after=${folder}`, '-f', 'html']);
    expect(code).toBe(0);
    expect(stdout.includes('<p class="card-name">before</p>')).toBe(true);
    expect(stdout.includes('after: fast')).toBe(true);
    const lost = await runCli(['report', 'before=nowhere']);
    expect(lost).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no run at nowhere') });
  });

  test('embeds the pictures among the artifacts, and reads nothing outside the run', async () => {
    const result = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'));
    const own = newFolder();
    writeFileSync(join(own, 'flame.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
    writeFileSync(join(own, '..', 'outside.svg'), '<svg xmlns="http://www.w3.org/2000/svg" id="outside"/>');
    result.artifacts = ['flame.svg', '../outside.svg', 'lost.svg'].map((path) => ({
      name: path,
      path,
      mediaType: 'image/svg+xml',
    }));
    writeFileSync(join(own, 'result.json'), JSON.stringify(result));
    const { stdout } = await runCli(['report', own, '-f', 'html']);
    rmSync(join(own, '..', 'outside.svg'));
    expect(stdout.match(/src="data:image\/svg\+xml/g)?.length).toBe(1);
  });
});

describe('--otlp', () => {
  let folder = '';
  let server: Server;
  let url = '';
  const received: { path: string | undefined; type: string | undefined; body: string }[] = [];
  let answer = { status: 200, body: '{}' };
  beforeEach(async () => {
    ({ folder } = await storedRun());
  });
  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      request.on('end', () => {
        received.push({ path: request.url, type: request.headers['content-type'], body });
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('posts the metrics to the standard path, and prints nothing', async () => {
    const { code, stdout, stderr } = await runCli(['report', folder, '--otlp', url]);
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
    const [request] = received;
    expect(request).toMatchObject({ path: '/v1/metrics', type: 'application/json' });
    expect(JSON.parse(request?.body ?? '')).toHaveProperty('resourceMetrics.0.scopeMetrics.0.metrics.0.name');
  });

  test('warns of what the collector refused', async () => {
    answer = { status: 200, body: '{"partialSuccess":{"rejectedDataPoints":"3","errorMessage":"too old"}}' };
    const { code, stderr } = await runCli(['report', folder, '--otlp', `${url}/custom`]);
    expect({ code, stderr }).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('refused 3 data points'),
    });
    expect(received.at(-1)?.path).toBe('/custom');
  });

  test('a collector that says no, or is not there, ends with 3', async () => {
    answer = { status: 503, body: 'full' };
    const refused = await runCli(['report', folder, '--otlp', url]);
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('answered 503: full') });
    const gone = await runCli(['report', folder, '--otlp', 'http://127.0.0.1:1']);
    expect(gone).toMatchObject({ code: 3, stderr: expect.stringContaining('cannot send metrics to') });
  });

  test('sends nothing beyond this machine unless that is allowed', async () => {
    const before = received.length;
    const { code, stderr } = await runCli(['report', folder, '--otlp', 'http://collector.example:4318']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('--allow-remote') });
    expect((await runCli(['report', folder, '--otlp', 'grpc://x'])).code).toBe(2);
    expect(received.length).toBe(before);
  });
});
