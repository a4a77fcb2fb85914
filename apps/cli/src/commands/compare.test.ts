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

  test.each([
    [['compare'], /missing required argument/],
    [['compare', 'nowhere', 'neither'], /there is no run at nowhere/],
    [['compare', 'a', 'b', '--noise', 'much'], /such as 2% or 0.02/],
  ])('%j ends with 2 and says why', async (args, message) => {
    const { code, stderr } = await runCli(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
