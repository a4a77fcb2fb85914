import { readFileSync } from 'node:fs';
import { createRealClock } from '@benchwright/load-driver';
import { inMemoryHeader, inMemoryTrial, runInMemory } from '@benchwright/load-driver/conformance';
import { compareReplicates } from '@benchwright/report';
import { createRandom } from '@benchwright/stats';
import { describe, expect, it, test, vi } from 'vitest';
import { warningsOf } from '../../testing/measure.js';
import { temporaryFile } from '../../testing/temporary-file.js';
import { abSides } from '../ab-sides.js';
import { commandWords } from './command-words.js';
import { abCommandConfigSchema } from './config.js';
import { printedKey, printedMetrics, printedOf } from './printed-metrics.js';
import { runCommand } from './run-command.js';
import { abCommandSuite, planAbCommand, summarizeAbCommand } from './suite.js';

const node = (script: string): string => `'${process.execPath}' -e '${script}'`;
const LIMITS = { confidence: 0.95, noiseShare: 0.01, resolutionShare: 0.05, paired: true };

describe('words of a command', () => {
  test.each([
    ['ls -l', ['ls', '-l']],
    ['  a \'b c\'  "d e"f\\ g ', ['a', 'b c', 'd ef g']],
    ['x \'\' ""', ['x', '', '']],
    ['x "a\\"b" \'$HOME|\'', ['x', 'a"b', '$HOME|']],
    ['x a=5$ *.txt', ['x', 'a=5$', '*.txt']],
  ])('%s', (text, words) => {
    expect(commandWords(text)).toEqual(words);
  });

  test.each([
    '',
    '   ',
    "a 'b",
    'a "b',
    'a | b',
    'a > b',
    'a && b',
    'echo $HOME',
    'echo "$HOME"',
    'echo `ls`',
    'a; b',
    "''",
  ])('%j is refused with the way out', (text) => {
    expect(() => commandWords(text)).toThrow(expect.objectContaining({ code: 'ERR_COMMAND_WORDS' }));
  });
});

describe('printed metrics', () => {
  it('are lines with a unit, brought to one base; all else is passed over', () => {
    const text =
      'starting\nlatency=1.5 ms\nthroughput = 7 req/s\nhits=0.9 higher\nx=y\nmem=2MiB\nlatency=1500 us\n';
    expect(printedMetrics(text).metrics).toEqual([
      { name: 'latency', unit: 'ns', better: 'lower', value: 1.5e6 },
      { name: 'throughput', unit: '1/s', better: 'higher', value: 7 },
      { name: 'hits', unit: '1', better: 'higher', value: 0.9 },
      { name: 'mem', unit: 'B', better: 'lower', value: 2 ** 21 },
    ]);
  });

  it('keep their name, unit and direction in a record, whatever they are', () => {
    const hostile = { name: '__proto__ ] x', unit: 'a b', better: 'higher' as const };
    expect(printedOf(printedKey(hostile))).toEqual({ ...hostile, unit: 'a_b' });
    expect(printedOf('wallTimeNs')).toBeNull();
  });
});

describe('a command', () => {
  const clock = createRealClock();
  const never = new AbortController().signal;
  const run = (script: string) =>
    runCommand({ words: [process.execPath, '-e', script], shell: false }, clock, never);

  it('is timed, with its CPU time and memory where Linux tells', async () => {
    const busy = await run(
      'const end = process.cpuUsage().user + 1e5; while (process.cpuUsage().user < end);',
    );
    expect(busy.exitCode).toBe(0);
    expect(busy.wallNs).toBeGreaterThan(0.1e9);
    if (process.platform !== 'linux') return;
    expect(busy.userCpuNs).toBeGreaterThanOrEqual(0.09e9);
    expect(busy.maxRssBytes).toBeGreaterThan(10e6);
  });

  it('ends with its whole group when it is given up, and leaves nothing behind', async () => {
    const abort = new AbortController();
    const marker = temporaryFile('pid', '');
    const words = [`sleep 60 & echo $! > '${marker}'; wait`];
    const running = runCommand({ words, shell: true }, clock, abort.signal);
    await vi.waitFor(() => expect(readFileSync(marker, 'utf8')).toMatch(/^\d+\n/), { timeout: 20_000 });
    abort.abort();
    expect((await running).signal).toBe('SIGTERM');
    const pid = Number(readFileSync(marker, 'utf8'));
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 20_000 });
  });
});

/** A zombie that nobody has waited for yet is not alive. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}

describe('two commands', () => {
  const measure = (input: object) =>
    runInMemory(abCommandSuite, abCommandConfigSchema.parse({ trials: 3, ...input }));

  it('are run in turn, a run a trial, and what they print joins', async () => {
    const { result, trials } = await measure({
      baseCmd: node('console.log("answer=42 ms")'),
      headCmd: node('console.log("answer=43 ms")'),
      warmupRuns: 0,
    });
    expect(trials.map(({ counts }) => counts.ok)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(result.validity.reasons.map(({ code }) => code)).not.toContain('TRIALS_DISAGREE');
    const [base, head] = abSides(result, { base: 'a', head: 'b' });
    const { rows } = compareReplicates(base, head, LIMITS);
    expect(rows.find(({ metric }) => metric === 'answer')).toMatchObject({
      unit: 'ns',
      base: { mean: 42e6, n: 3 },
      head: { mean: 43e6 },
    });
    expect(rows.map(({ metric }) => metric)).toContain('wallTimeNs');
  });

  it('that fail are counted, said why, and leave no figure of their round', async () => {
    const { result, ...measured } = await measure({
      baseCmd: node('console.log("answer=1")'),
      headCmd: node('console.error("no \\u001b[31mluck"); process.exit(3)'),
    });
    const [base, head] = result.cells;
    expect(head?.counts.errors).toEqual({ EXIT_3: 3 });
    expect(Object.keys(base?.metrics ?? {})).toEqual(['failedShare']);
    expect(result.validity.verdict).toBe('invalid');
    expect(warningsOf({ result, ...measured }).EXIT_3).toMatch(/^head: no/);
  });

  it('that are not there fail by name', async () => {
    const { result } = await measure({ baseCmd: 'true', headCmd: 'no-such-command-at-all' });
    expect(result.cells[1]?.counts.errors).toEqual({ COMMAND_NOT_FOUND: 3 });
  });

  it('that take too long are ended', async () => {
    const { result } = await measure({
      baseCmd: 'sleep 30',
      headCmd: 'sleep 30',
      timeout: '50ms',
      trials: 1,
      warmupRuns: 0,
    });
    expect(result.cells[0]?.counts.errors).toEqual({ TIMEOUT: 1 });
  });
});

it('A/A finds nothing and 5 % is found, with times that are made up', () => {
  const config = abCommandConfigSchema.parse({ baseCmd: 'a', headCmd: 'b' });
  const verdictOf = (factor: number, seed: number): string => {
    const plan = planAbCommand(config, seed);
    const random = createRandom(seed);
    const machine = plan.cells[0]!.trialLoads.map(() => Math.exp(random.nextNormal(0, 0.2)));
    const trials = plan.order.map(({ cell, trial }) => {
      const own = Math.exp(random.nextNormal(0, 0.01)) * (cell === 'head' ? factor : 1);
      return inMemoryTrial({ cell, trial, extra: { wallTimeNs: 1e9 * machine[trial]! * own } });
    });
    const header = inMemoryHeader(abCommandSuite, config, plan);
    const result = summarizeAbCommand({ header, trials, finishedAt: null, outcome: 'completed' });
    const [base, head] = abSides(result, { base: 'a', head: 'b' });
    return compareReplicates(base, head, LIMITS).rows.find(({ metric }) => metric === 'wallTimeNs')!.verdict;
  };
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);
  const same = seeds.map((seed) => verdictOf(1, seed));
  expect(
    same.filter((verdict) => verdict === 'regressed' || verdict === 'improved').length,
  ).toBeLessThanOrEqual(3);
  expect(
    seeds.map((seed) => verdictOf(1.05, seed)).filter((verdict) => verdict === 'regressed').length,
  ).toBeGreaterThanOrEqual(38);
});
