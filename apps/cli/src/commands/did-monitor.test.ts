import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultRegistry } from '../registry/default-registry.js';
import { type BusyServer, startBusyServer } from '../testing/busy-server.js';
import { type CliOptions, runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const newFolder = temporaryFolders();
const did = (words: string[], options: CliOptions = {}) =>
  runCli(['did', ...words], { registry: defaultRegistry, ...options });

describe.runIf(process.platform === 'linux')('did monitor', () => {
  let server: BusyServer;
  beforeAll(async () => {
    server = await startBusyServer();
  });
  afterAll(() => server.kill());

  test('of a port: rows of the guide’s form first, a summary, the server’s own histogram', async () => {
    const file = join(newFolder(), 'monitoring.csv');
    const url = `http://127.0.0.1:${server.port}/metrics`;
    const asked = [
      '--port',
      String(server.port),
      '--every',
      '100ms',
      '--for',
      '350ms',
      '--metrics',
      url,
      '-o',
      file,
    ];
    const { code, stdout, stderr } = await did(['monitor', ...asked]);
    expect([code, stderr]).toEqual([0, expect.stringContaining(`watching process ${server.pid}`)]);
    const [header, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(header).toMatch(/^timestamp,cpu,mem,pid,rss_bytes,threads,open_files,connections,/);
    expect(rows.length).toBeGreaterThanOrEqual(3);
    for (const row of rows)
      expect(row).toMatch(/^2026-11-21 01:02:03,\d+(\.\d)?,\d+(\.\d)?,\d+,\d+,\d+,\d+,\d+,/);
    expect(stdout).toMatch(
      new RegExp(`^process ${server.pid}: \\d+ samples in 0\\.\\d s, in .*monitoring\\.csv\\n`),
    );
    expect(stdout).toMatch(/ {2}cpu {6}[\d.]+ % of a core on average/);
    expect(stdout).toMatch(/server: 1 requests, mean 4\.000 ms, p50 0 ns to 10\.00 ms/);
    expect(stderr.match(/cpu [\d.]+ %/g)?.length).toBe(rows.length);
  });

  test('until Ctrl-C, as JSON, quietly; rows are added to those that are there', async () => {
    const file = join(newFolder(), 'monitoring.csv');
    for (const round of [1, 2]) {
      const ctrlC = new AbortController();
      const running = did(
        ['monitor', '--pid', String(server.pid), '--every', '50ms', '-q', '--json', '-o', file],
        {
          signal: ctrlC.signal,
        },
      );
      await expect
        .poll(() => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length : 0))
        .toBeGreaterThan(round * 2 + 1);
      ctrlC.abort();
      const { code, stdout, stderr } = await running;
      expect([code, stderr]).toEqual([0, '']);
      expect(JSON.parse(stdout)).toMatchObject({ pid: server.pid, died: false, server: null });
    }
    expect(readFileSync(file, 'utf8').match(/^timestamp/gm)).toHaveLength(1);
  });

  test.each([
    [[], 2, /say which process: --pid or --port/],
    [['--pid', '1', '--port', '2'], 2, /name the process twice/],
    [['--pid', '4194303'], 3, /there is no process 4194303/],
    [['--port', '1'], 3, /nothing on this machine listens on port 1/],
    [['--pid', '1', '--every', '5'], 2, /5 seconds are 5s/],
    [['--pid', '1', '--for', '1ms'], 2, /at least 50 ms/],
  ])('%j is refused', async (words, exit, message) => {
    const file = join(newFolder(), 'monitoring.csv');
    const { code, stderr } = await did(['monitor', ...words, '-o', file]);
    expect([code, stderr]).toEqual([exit, expect.stringMatching(message)]);
    expect(existsSync(file)).toBe(false);
  });

  test('a CSV of another form is refused and left as it is', async () => {
    const file = join(newFolder(), 'monitoring.csv');
    writeFileSync(file, '2026-11-21 01:02:03,1.0,2.0\n');
    const { code, stderr } = await did(['monitor', '--pid', String(server.pid), '--for', '1s', '-o', file]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/monitoring\.csv:1: it has no header/)]);
    expect(readFileSync(file, 'utf8')).toBe('2026-11-21 01:02:03,1.0,2.0\n');
  });

  test('a process that dies is named; what was written is kept', async () => {
    const file = join(newFolder(), 'monitoring.csv');
    const running = did(['monitor', '--pid', String(server.pid), '--every', '50ms', '-o', file]);
    await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8').split('\n').length > 2).toBe(true);
    await server.kill();
    const { code, stdout, stderr } = await running;
    expect(code).toBe(3);
    expect(stderr).toMatch(
      new RegExp(`process ${server.pid} ended after .* s of being watched\\n.* kept in `),
    );
    expect(stdout).toContain(`process ${server.pid}:`);
    expect(readFileSync(file, 'utf8').trimEnd().split('\n').length).toBeGreaterThan(1);
  });
});
