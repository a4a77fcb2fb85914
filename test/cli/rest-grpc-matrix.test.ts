import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { benchwright, gone, newFolder, portsIn, startBenchwright } from './benchwright.js';

// Each of these runs the whole command, which starts servers and a proxy, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 });

// A busy machine may make a result invalid (4); whatever its verdict, its counts must be true.
const measured = [0, 4];

/** 2 concurrencies × 1 operation × 1 network × 2 protocols, a few hundred requests. */
const small = [
  'rest-grpc',
  'matrix',
  '-c',
  '1,2',
  '--operations',
  'getUser',
  '--networks',
  'delay=5ms,jitter=1ms,down=10Mbit/s,up=10Mbit/s',
  '--duration',
  '100ms',
  '--trials',
  '3',
  '--set',
  'warmup.firstTrial=100ms',
  '--set',
  'warmup.trial=20ms',
  '--progress',
  'plain',
];

interface Cell {
  readonly network: string;
  readonly concurrency: number;
  readonly protocol: string;
  readonly figures: Readonly<Record<string, { readonly estimate: number; readonly trials: number }>>;
}

describe('benchwright rest-grpc matrix', () => {
  it('measures a small grid over a network, and shows the stored run again in every form', async () => {
    const cwd = newFolder();
    const { code, stdout, stderr } = await benchwright([...small, '-o', 'json', '--seed', '3'], cwd);
    expect(measured, stderr).toContain(code);
    const { cells, points, crossings } = JSON.parse(stdout) as Record<
      'cells' | 'points' | 'crossings',
      Cell[]
    >;
    expect(cells.map(({ concurrency, protocol }) => `${concurrency} ${protocol}`)).toEqual([
      '1 rest',
      '1 grpc',
      '2 rest',
      '2 grpc',
    ]);
    for (const { figures } of cells) {
      expect(figures.responseTimeNs!.trials).toBe(3);
      expect(figures.responseTimeNs!.estimate).toBeGreaterThanOrEqual(10e6);
      expect(figures.linkRoundTripNs!.estimate).toBeGreaterThanOrEqual(10e6);
      expect(figures.targetCpuNs!.estimate).toBeGreaterThan(0);
      expect(figures.targetRssBytes!.estimate).toBeGreaterThan(1e6);
    }
    expect([points, crossings].map((list) => list.length)).toEqual([2, 1]);
    for (const port of portsIn(stderr)) await gone(port);
    expect(portsIn(stderr)).toHaveLength(2);

    const [id = ''] = readdirSync(join(cwd, 'results', 'rest-grpc-matrix'));
    const run = join('results', 'rest-grpc-matrix', id);
    const again = await benchwright(['report', run, '-f', 'rest-grpc-matrix:json'], cwd);
    expect(again).toEqual({ code: 0, stdout, stderr: '' });
    const page = await benchwright(['report', run, '-f', 'rest-grpc-matrix:console'], cwd);
    expect(page.stdout).toMatch(/^(VALID|SUSPECT|INVALID) {2}where the lines cross, raw client; run /);
    expect(page.stdout).toContain(
      'getUser over delay=5ms,jitter=1ms,down=10Mbit/s,up=10Mbit/s (5 ms each way',
    );
    const csv = await benchwright(['report', run, '-f', 'rest-grpc-matrix:csv'], cwd);
    expect(csv.stdout.trim().split('\n')).toHaveLength(5);
  });

  it('stops at Ctrl-C, leaves no server and no proxy, and goes on where it was', async () => {
    const cwd = newFolder();
    const run = startBenchwright(small, cwd);
    await run.shows(/^\[ 2\/12\].*$/m);
    run.child.kill('SIGINT');
    const { code, stderr } = await run.ended;
    expect(code).toBe(130);
    const [id = ''] = readdirSync(join(cwd, 'results', 'rest-grpc-matrix'));
    const folder = join('results', 'rest-grpc-matrix', id);
    expect(stderr).toContain(`go on with: benchwright rest-grpc matrix --resume ${folder}`);
    for (const port of portsIn(stderr)) await gone(port);
    const resumed = await benchwright(['rest-grpc', 'matrix', '--resume', folder], cwd);
    expect(measured, resumed.stderr).toContain(resumed.code);
    const lines = readFileSync(join(cwd, folder, 'run.ndjson'), 'utf8').split('\n');
    const whole = lines.filter((line) => /^\{"type":"trial".*"interrupted":false/.test(line));
    expect(whole).toHaveLength(12);
  });

  it('says without sending anything what it would do and how long it would take', async () => {
    const { code, stdout, stderr } = await benchwright(
      ['rest-grpc', 'matrix', '--dry-run', '--seed', '1'],
      newFolder(),
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('wan-50ms/listUsers:100/64/grpc');
    expect(stdout).toMatch(/Nothing was sent: this is a dry run\.\nIt would take about 3 min \d+ s\.\n$/);
    const json = await benchwright(['rest-grpc', 'matrix', '--dry-run', '-o', 'json'], newFolder());
    expect(JSON.parse(json.stdout)).toMatchObject({ suite: 'rest-grpc-matrix', dryRun: true });
  });

  it('refuses a network that is none, with what there is', async () => {
    const { code, stdout, stderr } = await benchwright(
      ['rest-grpc', 'matrix', '--networks', 'wan-50'],
      newFolder(),
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/--networks.*'wan-50' is no network profile.*wan-50ms, wan-100ms, 3g/s);
  });
});

it('benchwright rest-grpc serialization prints what each message costs', async () => {
  const flags = ['--operations', 'getUser', '--trials', '2', '-d', '10ms', '--set', 'warmup.firstTrial=10ms'];
  const { code, stdout, stderr } = await benchwright(
    ['rest-grpc', 'serialization', ...flags, '-o', 'csv'],
    newFolder(),
  );
  expect(measured, stderr).toContain(code);
  const [heading = '', ...lines] = stdout.trim().split('\n');
  expect(heading).toMatch(/^operation,message,size,direction,codec,nsPerMessage,/);
  expect(lines.map((line) => line.split(',').slice(0, 5).join(' '))).toEqual([
    'getUser request 1 encode protobuf',
    'getUser request 1 encode graphql',
    'getUser request 1 decode protobuf',
    'getUser request 1 decode graphql',
    'getUser response 1 encode json',
    'getUser response 1 encode json-compiled',
    'getUser response 1 encode protobuf',
    'getUser response 1 encode protobuf-reused',
    'getUser response 1 encode graphql',
    'getUser response 1 decode json',
    'getUser response 1 decode protobuf',
    'getUser response 1 decode graphql',
  ]);
});
