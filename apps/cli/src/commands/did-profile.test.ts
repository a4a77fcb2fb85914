import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultRegistry } from '../registry/default-registry.js';
import { type BusyServer, startBusyServer } from '../testing/busy-server.js';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const newFolder = temporaryFolders();
const did = (words: string[], env = {}) => runCli(['did', ...words], { registry: defaultRegistry, env });

describe.runIf(process.platform === 'linux')('did profile', () => {
  let server: BusyServer;
  beforeAll(async () => {
    server = await startBusyServer();
  });
  afterAll(() => server.kill());

  test('of a Node process: hot paths on stdout, flame graphs and raw profiles in files; then what changed since', async () => {
    const results = newFolder();
    const { code, stdout, stderr } = await did([
      'profile',
      '--port',
      String(server.port),
      '--for',
      '1s',
      '-o',
      results,
    ]);
    expect([code, stderr]).toEqual([0, expect.stringMatching(/profiling process \d+ by inspector for 1 s/)]);
    expect(stdout).toMatch(/time in the function itself\n +[\d.]+ % +[\d.]+ m?s {2}burnCycles/);
    expect(stdout).toMatch(/event loop delay: p50 .*\n\d* ?\w* ?garbage collection/);
    const folder = join(results, 'did-profiles');
    const stem = `20261121T010203-${server.pid}`;
    expect(readdirSync(folder).sort()).toEqual(
      ['.cpu.html', '.cpu.ns.folded', '.cpuprofile', '.heap.html', '.heapprofile', '.json'].map(
        (end) => stem + end,
      ),
    );
    const summary = JSON.parse(readFileSync(join(folder, `${stem}.json`), 'utf8'));
    expect(summary).toMatchObject({
      kind: 'did-profile',
      pid: server.pid,
      runtime: 'node',
      profiler: 'inspector',
    });
    expect(summary.cpu.bySelf[0].name).toBe('burnCycles');

    // Closing the inspector again must leave the server as it was.
    expect((await fetch(`http://127.0.0.1:${server.port}/`)).status).toBe(200);
    const page = join(results, 'changed.html');
    const drawn = await did([
      ...['profile', '--from', join(folder, `${stem}.cpu.ns.folded`)],
      ...['--before', join(folder, `${stem}.cpuprofile`), '--html', page, '--json'],
    ]);
    expect([drawn.code, JSON.parse(drawn.stdout).bySelf[0].name]).toEqual([0, 'burnCycles']);
    expect(readFileSync(page, 'utf8')).toContain('What changed most');
  });

  test.each([
    [['--pid', '4194303'], 3, /there is no process 4194303/],
    [['--from', 'x', '--pid', '1'], 2, /give one of them/],
    [['--html', 'x', '--pid', '1'], 2, /--html is for --from/],
    [['--pid', '1', '--for', '10ms'], 2, /at least 1000 ms/],
    [['--from', 'nowhere.cpuprofile'], 2, /cannot read the profile nowhere\.cpuprofile/],
  ])('%j is refused', async (words, exit, message) => {
    const { code, stderr } = await did(['profile', ...words, '-o', newFolder()]);
    expect([code, stderr]).toEqual([exit, expect.stringMatching(message)]);
  });

  test('a profiler that is not installed, and a file that is no profile, are refused before anything is profiled', async () => {
    const pid = String(server.pid);
    const results = newFolder();
    const missing = await did(['profile', '--pid', pid, '--with', 'py-spy', '-o', results], {
      PATH: '/nowhere',
    });
    expect([missing.code, missing.stderr]).toEqual([
      2,
      expect.stringMatching(/py-spy is not installed\n {2}pip install py-spy/),
    ]);
    const file = join(results, 'bad.cpuprofile');
    writeFileSync(file, '{"nodes": 3}');
    const bad = await did(['profile', '--pid', pid, '--before', file, '-o', results]);
    expect([bad.code, bad.stderr]).toEqual([
      2,
      expect.stringMatching(/bad\.cpuprofile: it is no CPU profile of V8/),
    ]);
  });
});
