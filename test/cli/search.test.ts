import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { benchwright, newFolder, startBenchwright } from './benchwright.js';

// Each of these runs the whole command for some seconds, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 });

/** One worker that takes 20 ms for every request: it cannot do more than 50 a second. */
const SERVICE_MS = 20;
const CAPACITY_PER_SEC = 1000 / SERVICE_MS;

async function oneWorker(): Promise<string> {
  let freeAt = 0;
  const server = createServer((_, response) => {
    freeAt = Math.max(performance.now(), freeAt) + SERVICE_MS;
    setTimeout(() => response.end('ok'), freeAt - performance.now());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

interface Found {
  readonly cells: readonly [
    {
      readonly search: {
        readonly outcome: string;
        readonly statement: string;
        readonly ratePerSec: number | null;
        readonly interval: readonly [number | null, number | null];
        readonly curve: readonly unknown[];
        readonly probes: readonly { readonly ratePerSec: number; readonly outcome: string }[];
      };
    },
  ];
  readonly slos: readonly { readonly outcome: string; readonly text: string }[];
}

const short = ['--probe', '1s', '--precision', '20%', '--from', '10', '--to', '400', '--warmup', '0s'];

it('finds what a server of known capacity sustains, and never takes more than that for sustained', async () => {
  const url = await oneWorker();
  const command = ['http', url, '--load', 'search', '--slo', 'p99<200ms', ...short, '--no-ceiling', '--json'];
  const { code, stdout, stderr } = await benchwright(command, newFolder());
  const [{ search }] = (JSON.parse(stdout) as Found).cells;
  // A busy machine may make the result invalid or the search imprecise; what it claims must be true all the same.
  expect([0, 1, 4], stderr).toContain(code);
  const beyond = search.probes.filter(({ ratePerSec }) => ratePerSec >= 2 * CAPACITY_PER_SEC);
  expect(beyond.map(({ outcome }) => outcome)).not.toContain('met');
  const [low] = search.interval;
  expect(low ?? 0).toBeLessThan(1.3 * CAPACITY_PER_SEC);
  expect(search.curve.length).toBeGreaterThan(1);
  expect(stderr.match(/^\[ ?\d+\] http {2}/gm)).toHaveLength(search.probes.length);
  expect(search.statement).toContain('p99<200ms');
});

it('goes on where it was interrupted, and exits by what the search shows', async () => {
  const url = await oneWorker();
  const cwd = newFolder();
  const load = '{model: search, from: 10, to: 20, probe: 1s, precision: 20%}';
  writeFileSync(join(cwd, 'bench.yaml'), `url: ${url}\nslo: ['max<1h']\nload: ${load}\nwarmup: 0s\n`);
  const running = startBenchwright(['run', 'http', '-c', 'bench.yaml', '--progress', 'plain'], cwd);
  await running.shows(/^\[ 1\] http .* met/m);
  running.child.kill('SIGINT');
  const cut = await running.ended;
  expect(cut.code).toBe(130);
  expect(cut.stderr).toContain('--resume');
  const [id = ''] = readdirSync(join(cwd, 'results', 'http'));
  const folder = join('results', 'http', id);
  const { code, stdout } = await benchwright(['run', 'http', '--resume', folder, '--json'], cwd);
  const { cells, slos } = JSON.parse(stdout) as Found;
  expect([0, 4]).toContain(code);
  expect(cells[0].search.outcome).toBe('above-range');
  expect(slos).toMatchObject([{ outcome: 'pass', text: expect.stringContaining('every rate up to 20/s') }]);
});

it('an SLO that is missed ends the command with 1, and one that cannot be judged too', async () => {
  const url = await oneWorker();
  const load = ['-R', '20', '-d', '2s', '--warmup', '0s', '--no-ceiling', '--json'];
  const missed = await benchwright(['http', url, ...load, '--slo', 'p50<1ms,errors<=0'], newFolder());
  const outcomes = (JSON.parse(missed.stdout) as Found).slos.map(({ outcome }) => outcome);
  // On a busy machine the result may be invalid (4), which fails a gate as well.
  expect([1, 4]).toContain(missed.code);
  expect(outcomes[0]).toBe('fail');
  expect(missed.stderr).toMatch(/^failed: the SLO is not met:\n {2}fail {2}p50<1ms \(http\): \d/m);
  const unshown = await benchwright(['http', url, ...load, '--slo', 'p99.99<1h'], newFolder());
  expect([1, 4]).toContain(unshown.code);
  expect((JSON.parse(unshown.stdout) as Found).slos).toMatchObject([{ outcome: 'not-shown' }]);
});
