import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.js';
import { simulatedRegistry } from '../testing/simulated-suite.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const newFolder = temporaryFolders();

/** Runs the simulated suite once: its target takes 1 ms × (1 + slowdown), trials differ by 0.5 %. */
async function measured(seed: number, slowdown = 0): Promise<string> {
  const results = newFolder();
  const { code, stderr } = await runCli(
    ['run', 'simulated', '-o', results, '--seed', String(seed), '--set', `slowdown=${slowdown}`],
    { registry: simulatedRegistry() },
  );
  expect(stderr.includes('error:') ? stderr : code).toBe(0);
  return join(results, 'simulated', readdirSync(join(results, 'simulated'))[0] ?? '');
}

const gate = (...args: string[]) => runCli(['gate', ...args], { registry: simulatedRegistry() });

describe('gate', () => {
  test('fails with a regression of 5 %, and not without, whatever the seed', async () => {
    const outcomes: [number, number][] = [];
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      const base = await measured(seed);
      const same = await gate(
        await measured(seed + 100),
        '--baseline',
        base,
        '--condition',
        'p50 <= baseline + 2%',
      );
      const slower = await gate(
        await measured(seed + 200, 0.05),
        '--baseline',
        base,
        '--condition',
        'p50 <= baseline + 2%',
      );
      expect(slower.stdout).toMatch(/p50 <= baseline \+ 2% \(a\): \+[4-6]/);
      outcomes.push([same.code, slower.code]);
    }
    expect(outcomes).toEqual(Array.from({ length: 6 }, () => [0, 1]));
  });

  test('judges limits, says what is not met in 80 columns, and in every form', async () => {
    const run = await measured(1);
    const folder = newFolder();
    const slo = join(folder, 'slo.yaml');
    writeFileSync(
      slo,
      'slo:\n  - p50<10ms, errors<=0\n  - condition: p50<1us\n    cells: side=a\n    why: users notice\n  - condition: max<1us\n    severity: warn\n  - p50<1s where side=none\n',
    );
    const { code, stdout } = await gate(run, '--slo', slo);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^the gate failed: 2 of 5 conditions not shown to be met, 1 warning\n/);
    expect(stdout).toMatch(/✗ p50<1us \(a\): (1(\.\d+)?ms|99\dµs), 95 % interval/);
    expect(stdout).toMatch(/Demanded because:\s+users notice/);
    expect(stdout).toMatch(/no cell is so; there are cell \(a\), side\s+\(a\)/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    await gate(run, '--slo', slo, '-f', 'console,json,junit,markdown,github', '-o', `${folder}/out`);
    const read = (name: string): string => readFileSync(join(folder, 'out', name), 'utf8');
    expect(JSON.parse(read('gate.json'))).toMatchObject({ verdict: 'fail', results: expect.any(Array) });
    expect(read('gate.junit.xml')).toMatch(/failures="2"/);
    expect(read('gate.md')).toMatch(/^# ❌ The gate failed/);
    expect(read('gate.annotations.txt').match(/^::error/gm)).toHaveLength(2);
    expect(read('gate.annotations.txt')).toMatch(/^::warning title=simulated%3A SLO fail::max<1us/m);
    expect(read('gate.txt')).toBe(stdout);
  });

  test('keeps a baseline by name, compares with it, and lets the first run pass when told to', async () => {
    const results = newFolder();
    const run = await measured(1);
    const named = ['--results', results, '--baseline', 'main'];
    const missing = await gate(run, ...named);
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/there is no baseline main.*\n.*--save NAME/);
    const first = await gate(run, ...named, '--allow', 'no-baseline', '--save', 'main');
    expect(first.stdout).toMatch(/^the gate passed: 3 conditions judged, 3 warnings/);
    expect(first.code).toBe(0);
    expect(readdirSync(join(results, '.baselines', 'main')).sort()).toEqual(['result.json', 'run.ndjson']);
    expect((await gate(await measured(101), ...named)).code).toBe(0);
    const slower = await gate(await measured(3, 0.1), ...named, '--save', 'main');
    expect(slower.code).toBe(1);
    expect(slower.stdout).toMatch(/^fail +p50 <= baseline/m);
    expect(existsSync(join(results, '.baselines', 'main', 'run.ndjson'))).toBe(true);
  });

  test('an invalid result never passes, and another machine’s figures show nothing', async () => {
    const run = await measured(1);
    const result = JSON.parse(readFileSync(join(run, 'result.json'), 'utf8'));
    const changed = (change: Record<string, unknown>): string => {
      const folder = newFolder();
      writeFileSync(join(folder, 'result.json'), JSON.stringify({ ...result, ...change }));
      return folder;
    };
    const reason = { code: 'CPU_STEAL', verdict: 'invalid', text: 'x', hint: '' };
    const invalid = await gate(
      changed({ validity: { verdict: 'invalid', reasons: [reason] } }),
      '--condition',
      'p50<1s',
      '--allow',
      'not-shown',
    );
    expect(invalid.code).toBe(1);
    expect(invalid.stdout).toMatch(/the result is invalid \(CPU_STEAL\)/);
    const cpu = { ...result.environment.cpu, model: 'another' };
    const elsewhere = changed({ environment: { ...result.environment, cpu } });
    const compare = ['--baseline', elsewhere, '--condition', 'p50 <= baseline + 2%'];
    const doubted = await gate(run, ...compare);
    expect(doubted.code).toBe(1);
    expect(doubted.stdout).toContain('not shown');
    expect((await gate(run, ...compare, '--allow', 'other-machine')).code).toBe(0);
    expect((await gate(run, ...compare, '--allow', 'not-shown')).code).toBe(0);
  });

  test('reports everything wrong with an SLO file at its place', async () => {
    const file = join(newFolder(), 'slo.yaml');
    writeFileSync(
      file,
      'slo:\n  - p99<50\n  - condition: latency<5ms\n    severity: maybe\n  - p50<1s where x\nnoise: much\n',
    );
    const { code, stderr } = await gate('anywhere', '--slo', file);
    expect(code).toBe(2);
    for (const place of [':2:5', ':3:16', ':4:15', ':5:5', ':6:8'])
      expect(stderr).toContain(`${file}${place}`);
  });

  test.each([
    [['gate', 'nowhere', '--condition', 'p50<1s'], /there is no run at nowhere/],
    [['gate', 'x', '--condition', 'p0<1s'], /'p0' is not known/],
    [['gate', 'x', '--slo', 'none.yaml'], /cannot read --slo none\.yaml/],
    [['gate', 'x', '--save', '../up'], /is no name for a baseline/],
    [['gate', 'x', '--allow', 'all'], /one or more of not-shown, other-machine, no-baseline/],
  ])('%j ends with 2 and says why', async (args, message) => {
    const { code, stderr } = await runCli(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('runs that cannot be compared, or judged by anything, are refused', async () => {
    const run = await measured(1);
    expect((await gate(run)).stderr).toMatch(/there is nothing to judge the run by/);
    const other = newFolder();
    const result = JSON.parse(readFileSync(join(run, 'result.json'), 'utf8'));
    writeFileSync(join(other, 'result.json'), JSON.stringify({ ...result, suite: 'http' }));
    expect((await gate(run, '--baseline', other)).stderr).toMatch(/suite simulated, the baseline of http/);
  });
});
