import { readFileSync } from 'node:fs';
import { type RunResult, runResultSchema } from '@benchwright/result-schema';
import { expect, test } from 'vitest';
import { renderConsole } from './render-console.js';

const testdata = new URL('../../testdata/', import.meta.url);
const read = (name: string): RunResult =>
  runResultSchema.parse(JSON.parse(readFileSync(new URL(name, testdata), 'utf8')));
const golden = (name: string): string => new URL(name, testdata).pathname;

test.each([
  ['two-cells.json', 80],
  ['two-cells.json', 120],
  ['two-cells.json', 50],
  ['invalid-interrupted.json', 80],
])('%s at %i columns', async (name, columns) => {
  const text = renderConsole(read(name), { columns });
  await expect(text).toMatchFileSnapshot(golden(`${name.replace('.json', '')}.${columns}.txt`));
});

test('colour only when asked', () => {
  const result = read('two-cells.json');
  expect(renderConsole(result)).not.toContain('\u001b');
  expect(renderConsole(result, { color: true })).toContain('\u001b[32mVALID\u001b[39m');
});

test('the verdict comes first, then why and what to do', () => {
  const [first, ...rest] = renderConsole(read('invalid-interrupted.json')).split('\n');
  expect(first).toMatch(/^INVALID /);
  expect(rest.slice(0, 9).join('\n')).toMatch(/interrupted[\s\S]*GENERATOR_SATURATED[\s\S]*→ lower the rate/);
});

test('a reason is given once, though the cell has it too', () => {
  const text = renderConsole(read('invalid-interrupted.json'), { columns: 200 });
  expect(text.match(/GENERATOR_SATURATED/g)).toHaveLength(1);
});

test('an unknown bound is infinite, not zero', () => {
  expect(renderConsole(read('invalid-interrupted.json'))).toMatch(/response time .*\[ *-∞, +∞\]/);
});

test('a single trial has no column of unknown bounds, and its warning no list of all there is', () => {
  const result = read('two-cells.json');
  const tooFew = { code: 'TOO_FEW_SAMPLES', text: 'a t interval needs 2 samples, got 1' };
  const cells = result.cells.map((cell) => ({
    ...cell,
    metrics: Object.fromEntries(
      Object.entries(cell.metrics).map(([name, metric]) => [
        name,
        { ...metric, n: 1, interval: [null, null] as [null, null], warnings: [tooFew] },
      ]),
    ),
  }));
  const text = renderConsole({ ...result, cells });
  expect(text).toMatch(/n = 1 trial, .*no intervals: they need more\n +metric +estimate +of each trial/);
  expect(text).not.toContain('∞');
  expect(text).toContain('! every metric: a t interval needs 2 samples');
});

test('the command is ready to be pasted, whatever the width', () => {
  const result = read('two-cells.json');
  result.run.command = ['benchwright', 'run', 'x', '--set', 'name=two words', '-o', 'a dir'];
  for (const columns of [40, 200]) {
    const text = renderConsole(result, { columns });
    const command = text.slice(text.indexOf('repeat') + 6).replaceAll('\\\n', ' ');
    expect(command.split(/\s+/).filter(Boolean).join(' ')).toBe(
      "benchwright run x --set 'name=two words' -o 'a dir'",
    );
  }
});
