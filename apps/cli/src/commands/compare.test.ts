import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const newFolder = temporaryFolders();

async function storedRun(): Promise<string> {
  const results = newFolder();
  await runCli(['run', 'tiny', '-o', results]);
  return join(results, 'tiny', readdirSync(join(results, 'tiny'))[0] ?? '', 'result.json');
}

/** The same result with every latency of every trial times a factor, and a verdict of its own. */
function slowed(file: string, factor: number, verdict = 'valid'): string {
  const result = JSON.parse(readFileSync(file, 'utf8'));
  result.validity = { verdict, reasons: [] };
  for (const { metrics } of result.cells) {
    metrics.responseTimeNs.perTrial = [1, 1.001, 1.002, 1.003, 1.004].map((spread) => 1e6 * spread * factor);
  }
  const copy = join(newFolder(), `${factor}-${verdict}.json`);
  writeFileSync(copy, JSON.stringify(result));
  return copy;
}

describe('compare', () => {
  test('names what regressed, and ends with 1 only when told to', async () => {
    const run = await storedRun();
    const [base, head] = [slowed(run, 1), slowed(run, 1.2)];
    const shown = await runCli(['compare', base, head]);
    expect(shown.code).toBe(0);
    expect(shown.stdout).toMatch(/^\d regressed/);
    expect(shown.stdout).toMatch(/response time .*\+20 %.*regressed/);
    expect((await runCli(['compare', base, head, '--fail-on-regression'])).code).toBe(1);
    expect((await runCli(['compare', base, head, '--fail-on-regression', '--noise', '25%'])).code).toBe(0);
    expect((await runCli(['compare', head, base, '--fail-on-regression'])).code).toBe(0);
  });

  test('finds nothing between a run and itself', async () => {
    const run = slowed(await storedRun(), 1);
    const { code, stdout } = await runCli(['compare', run, run, '--fail-on-regression']);
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/regressed|improved/);
  });

  test('an invalid result never passes', async () => {
    const run = await storedRun();
    const { code, stdout } = await runCli([
      'compare',
      slowed(run, 1),
      slowed(run, 1, 'invalid'),
      '--fail-on-regression',
    ]);
    expect(code).toBe(1);
    expect(stdout).toContain('INVALID_RESULT');
  });

  test('as JSON, of several heads, into a file', async () => {
    const run = await storedRun();
    const file = join(newFolder(), 'comparison.json');
    const { code, stdout } = await runCli([
      'compare',
      slowed(run, 1),
      slowed(run, 1.1),
      slowed(run, 2),
      '-f',
      'json',
      '-o',
      file,
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const comparisons = JSON.parse(readFileSync(file, 'utf8'));
    expect(comparisons).toHaveLength(2);
    expect(comparisons[1].rows[0]).toMatchObject({ metric: expect.any(String), verdict: expect.any(String) });
  });

  test('several outputs of another tool a side', async () => {
    const folder = newFolder();
    const wrk = (name: string, rate: number): string => {
      const file = join(folder, name);
      writeFileSync(
        file,
        `Running 1s test @ http://127.0.0.1:1/\n  Thread Stats   Avg      Stdev     Max   +/- Stdev\n    Latency     2.00ms    1.00ms  4.00ms   91.59%\n  100 requests in 1.00s, 1.00MB read\nRequests/sec:   ${rate}\nTransfer/sec:      1.00MB\n`,
      );
      return file;
    };
    const sides = [0, 1, 2, 3].flatMap((i) => [
      '--base',
      wrk(`a${i}`, 1000 + i),
      '--head',
      wrk(`b${i}`, 900 + i),
    ]);
    const { code, stdout } = await runCli(['compare', ...sides, '-f', 'markdown', '--fail-on-regression']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^## ❌ 1 regressed/);
    expect(stdout).toContain('LATENCY_FROM_SEND');
    const alone = await runCli(['compare', join(folder, 'a0'), join(folder, 'b0')]);
    expect(alone.stdout).toContain('[ONE_TRIAL]');
  });

  test('a file that is nothing known is named', async () => {
    const file = join(newFolder(), 'notes.txt');
    writeFileSync(file, 'nothing\n');
    const { code, stderr } = await runCli(['compare', file, file]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/notes.txt: is not the output of a tool known here[\s\S]*compare reads/);
  });

  test.each([
    [['compare', '--base', 'a'], /needs a base and what to compare/],
    [['compare', 'a', 'b', '--base', 'c'], /cannot be used together/],
    [['compare'], /missing required argument/],
    [['compare', 'nowhere', 'neither'], /there is no run at nowhere/],
    [['compare', 'a', 'b', '--noise', 'much'], /such as 2% or 0.02/],
  ])('%j ends with 2 and says why', async (args, message) => {
    const { code, stderr } = await runCli(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
