import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultRegistry as registry } from '../registry/default-registry.js';
import { type CliRun, runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const folder = temporaryFolders();
const did = (...argv: string[]): Promise<CliRun> => runCli(['did', ...argv], { registry });

/** A run of a second, on a server without a database. */
const SMALL = ['--set', 'server.store=memory', '--set', 'server.kdfIterations=1', '--set', 'people=3'];
const FEW = [
  ...SMALL,
  '--operations',
  'health',
  '-n',
  '60',
  '--trials',
  '3',
  '-c',
  '2',
  '--no-ceiling',
  '--progress',
  'none',
];

function onlyRun(root: string): string {
  const [suite = ''] = readdirSync(root);
  const [run = ''] = readdirSync(join(root, suite));
  return join(root, suite, run);
}

describe('did run', () => {
  test('plans the guide’s four operations and targets, for 50 users and 30 s', async () => {
    const { code, stdout } = await did('run', '--dry-run', '--json');
    expect(code).toBe(0);
    const { config, plan } = JSON.parse(stdout);
    expect(plan.cells.map(({ id }: { id: string }) => id)).toEqual([
      'health',
      'verify',
      'enroll',
      'generate',
    ]);
    expect(config).toMatchObject({ connections: 50, duration: 30e9 });
    expect(config.slo).toContain('p95<75ms where operation=verify');
    expect(config.slo).toContain('rate>1000/s where operation=health and load=closed');
    // CPU is a question for normal load: this one takes all there is.
    expect(config.slo.join()).not.toContain('targetCpuShare');
  });

  test('leaves out targets of what is not measured, and takes a run’s own instead of the guide’s', async () => {
    const sloOf = async (...argv: string[]): Promise<string[]> =>
      JSON.parse((await did('run', '--dry-run', '--json', ...argv)).stdout).config.slo;
    const open = await sloOf('--operations', 'verify', '--rate', '100/s', '--users', '1000');
    expect(open).toHaveLength(7);
    expect(open).toContain('targetCpuShare<70% where load!=closed');
    expect(await sloOf('--slo', 'p99<1s')).toEqual(['p99<1s']);
    expect(await sloOf('--no-targets')).toEqual([]);
    expect(await sloOf('--trials', '1')).toEqual([]);
  });

  test('measures, prints a table and the targets, and ends with 1 where one is missed', async () => {
    const root = folder();
    const file = join(root, 'slo.yaml');
    writeFileSync(
      file,
      'slo:\n  - condition: max<1ns\n    cells: operation=health\n  - p95<1s where operation=verify\n',
    );
    const { code, stdout, stderr } = await did('run', ...FEW, '--slo-file', file, '-o', root);
    expect([1, 4], stderr).toContain(code);
    expect(stdout).toMatch(
      /^(VALID|SUSPECT|INVALID) {2}DID API: embedded server\n {2}biometric · 2 users · closed/,
    );
    expect(stdout).toMatch(/Health check +[\d.]+ +[\d.]+/);
    expect(stdout).toMatch(/targets: 0 of 1 met\n {2}fail +health max<1ns/);
    expect(stderr).toContain('not judged: p95<1s where operation=verify: not part of this run');
    expect(stdout.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });

  test.each([
    [['--operations', 'helth'], /unknown operation 'helth': there are health, verify/],
    [['--target', 'http://192.0.2.1:8000'], /not on this machine/],
    [['-n', '5', '-d', '5s'], /cannot be used together/],
    [['--slo-file', 'no-such.yaml'], /cannot read --slo-file no-such\.yaml/],
  ])('%j is refused', async (argv, message) => {
    const { code, stderr } = await did('run', ...argv);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('a percentile of 101 in an SLO file is told with its line', async () => {
    const file = join(folder(), 'slo.yaml');
    writeFileSync(file, 'slo:\n  - p95<20ms\n  - p101<20ms\n');
    const { code, stderr } = await did('run', '--slo-file', file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/slo\.yaml:3:\d+.*'p101' is not known/);
  });

  test('a target that is not there ends with 3', async () => {
    const { code, stderr } = await did(
      'run',
      '--target',
      'http://127.0.0.1:1',
      '-o',
      folder(),
      '--progress',
      'none',
    );
    expect(code).toBe(3);
    expect(stderr).toMatch(/cannot reach http:\/\/127\.0\.0\.1:1/);
  });
});

describe('did baseline and did compare', () => {
  test('a baseline is kept, measured again and compared; another machine or load is refused by name', async () => {
    const root = folder();
    const kept = await did('baseline', 'first', ...FEW, '-o', root);
    if (kept.code === 4) {
      // A machine that spoiled the run spoils the next as well: kept by hand, so that the rest is tested all the same.
      expect(kept.stderr).toContain('not kept as the baseline first: the run is cut short or invalid');
      cpSync(onlyRun(root), join(root, '.baselines', 'first'), { recursive: true });
    } else {
      expect(kept.stderr).toMatch(/^kept as the baseline first/m);
    }
    const compared = await did(
      'compare',
      '--baseline',
      'first',
      '-o',
      root,
      '--progress',
      'none',
      '--no-ceiling',
      '--json',
    );
    expect([0, 4], compared.stderr).toContain(compared.code);
    const { rows } = JSON.parse(compared.stdout);
    expect(rows.map(({ cell, metric }: { cell: string; metric: string }) => `${cell} ${metric}`)).toEqual(
      expect.arrayContaining(['health responseTimeNs', 'health requestsPerSec', 'health errorShare']),
    );

    const load = await did('compare', '--baseline', 'first', '-o', root, '-c', '5');
    expect(load).toMatchObject({ code: 2, stderr: expect.stringMatching(/health: users was 2 and is 5/) });
    const stored = join(root, '.baselines/first/result.json');
    rmSync(join(root, '.baselines/first/run.ndjson'));
    writeFileSync(stored, readFileSync(stored, 'utf8').replace(/"model": "[^"]*"/, '"model": "Another CPU"'));
    const elsewhere = await did('compare', '--baseline', 'first', '-o', root);
    expect(elsewhere.code).toBe(2);
    expect(elsewhere.stderr).toMatch(/cpu\.model was Another CPU and is .*\n.*--allow other-machine/);
    const allowed = await did(
      'compare',
      '--baseline',
      'first',
      '-o',
      root,
      '--allow',
      'other-machine',
      '--dry-run',
    );
    expect(allowed.code).toBe(0);
  });

  test('two servers are planned in turn', async () => {
    const urls = ['--base-url', 'http://127.0.0.1:1', '--candidate-url', 'http://127.0.0.1:2'];
    const { code, stdout } = await did('compare', ...urls, '--operations', 'verify', '--dry-run', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).plan.cells.map(({ id }: { id: string }) => id)).toEqual([
      'verify/baseline',
      'verify/candidate',
    ]);
  });

  test.each([
    [['--baseline', 'nowhere'], /there is no baseline nowhere/],
    [[], /needs a baseline, or two servers/],
    [['--base-url', 'http://127.0.0.1:1'], /needs a baseline, or two servers/],
    [['--baseline', 'a', '--base-url', 'http://127.0.0.1:1'], /cannot be used together/],
  ])('%j is refused', async (argv, message) => {
    const { code, stderr } = await did('compare', ...argv, '-o', folder());
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
