import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultRegistry } from '../registry/default-registry.js';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const newFolder = temporaryFolders();
const print = (value: number): string => `'${process.execPath}' -e 'console.log("answer=${value} ms")'`;

function ab(...args: readonly string[]) {
  return runCli(['ab', '--progress', 'none', ...args], { registry: defaultRegistry });
}

describe('ab', () => {
  test('of commands compares what they print, and is recorded without secrets', async () => {
    const folder = newFolder();
    const { code, stdout } = await ab(
      '--base-cmd',
      `${print(100)} -- --token hunter2`,
      '--head-cmd',
      `${print(105)} -- --token hunter2`,
      '--trials',
      '6',
      '--json',
      '--fail-on-regression',
      '--results-dir',
      folder,
    );
    const { rows, test: used, warnings } = JSON.parse(stdout);
    // A machine that is too busy to measure on makes the result invalid, which is said first.
    const invalid = warnings.some((warning: { code: string }) => warning.code === 'INVALID_RESULT');
    expect(code).toBe(invalid ? 4 : 1);
    expect(used).toMatch(/wilcoxon|paired-t/);
    const answer = rows.find(({ metric }: { metric: string }) => metric === 'answer');
    expect(answer).toMatchObject({ verdict: 'regressed', unit: 'ns', base: { mean: 100e6, n: 6 } });
    const [run = ''] = readdirSync(join(folder, 'ab-command'));
    const records = readFileSync(join(folder, 'ab-command', run, 'run.ndjson'), 'utf8');
    expect(records).not.toContain('hunter2');
    expect(records.match(/"type":"trial"/g)).toHaveLength(12);
  });

  test.each([
    [[], /two commands or two URLs/],
    [['--base-cmd', 'a'], /two commands or two URLs/],
    [['--base-cmd', 'a', '--head-cmd', 'b', '-c', '5'], /--connections cannot be used with commands/],
    [['--base-cmd', 'a | b', '--head-cmd', 'b'], /only a shell understands[\s\S]*--shell/],
    [['--base-url', 'http://127.0.0.1:1/', '--head-url', 'http://127.0.0.1:1/', '--shell'], /with URLs/],
    [['--base-url', 'http://192.0.2.1/', '--head-url', 'http://127.0.0.1:1/'], /not on this machine/],
  ])('%j ends with 2 and says why', async (args, message) => {
    const { code, stderr } = await ab(...args, '--results-dir', newFolder());
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test('shows its plan, A B B A', async () => {
    const { code, stdout } = await ab(
      '--base-cmd',
      'a',
      '--head-cmd',
      'b',
      '--trials',
      '2',
      '--dry-run',
      '--json',
    );
    expect(code).toBe(0);
    const order = JSON.parse(stdout).plan.order.map(({ cell }: { cell: string }) => cell);
    expect([order, order.toReversed()]).toEqual([order, order]);
  });
});
