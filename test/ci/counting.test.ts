import { describe, expect, it } from 'vitest';
import { countCached, countTasks } from '../../.ci/counting/count-turbo.mjs';
import { countVitest } from '../../.ci/counting/count-vitest.mjs';
import { oneGate, sumTallies } from '../../.ci/counting/tally.mjs';

const file = (status: string, tests: Readonly<Record<string, string>>, message = '') => ({
  name: 'a.test.ts',
  status,
  message,
  assertionResults: Object.entries(tests).map(([fullName, outcome]) => ({ fullName, status: outcome })),
});

describe('counting the tests of a report', () => {
  it('counts what passed, names what failed, and notes what was skipped', () => {
    const testResults = [
      file('failed', { one: 'passed', two: 'failed', three: 'skipped' }),
      file('passed', { four: 'passed' }),
    ];
    expect(countVitest('stats#test', { success: false, testResults })).toEqual({
      passed: 2,
      failures: ['stats#test: two'],
      notes: ['skipped: stats#test: three'],
    });
  });

  it.each([
    ['there is no report', null, 'stats#test: ended without a report'],
    ['there are no tests', { success: false, testResults: [] }, 'stats#test: has no tests'],
    [
      'a file could not be loaded',
      { success: false, testResults: [file('failed', {}, 'SyntaxError')] },
      'stats#test: a.test.ts: SyntaxError',
    ],
    [
      'an error came outside of any test',
      { success: false, testResults: [file('passed', { one: 'passed' })] },
      'stats#test: failed outside of its tests',
    ],
  ])('fails when %s', (_what, report, failure) => {
    expect(countVitest('stats#test', report).failures).toEqual([failure]);
  });
});

const task = (name: string, rest: object = {}) => ({
  taskId: `stats#${name}`,
  task: name,
  command: 'run',
  directory: 'packages/stats',
  ...rest,
});
const ran = (exitCode: number) => ({ execution: { exitCode }, cache: { status: 'MISS' } });
const summary = (...tasks: ReturnType<typeof task>[]) => ({ execution: { exitCode: 0 }, tasks });

describe('counting the tasks of a turbo run', () => {
  it('takes each for a gate, and only those asked for', () => {
    const run = summary(
      task('build', ran(0)),
      task('typecheck', ran(0)),
      task('lint', { command: '<NONEXISTENT>' }),
    );
    expect(countTasks('all', run)).toEqual({ passed: 2, failures: [], notes: [] });
    expect(countTasks('build', run, ({ task: name }) => name === 'build').passed).toBe(1);
  });

  it('passes what was cached', () => {
    expect(countTasks('build', summary(task('build', { cache: { status: 'HIT' } }))).passed).toBe(1);
  });

  it.each([
    ['a task failed', summary(task('build', ran(1))), 'stats#build: failed'],
    [
      'a task was passed over',
      summary(task('build', { cache: { status: 'MISS' } })),
      'stats#build: did not run',
    ],
    ['there was nothing to do', summary(), 'build: has no tasks'],
    ['turbo did not start', null, 'build: did not run'],
  ])('fails when %s', (_what, run, failure) => {
    expect(countTasks('build', run)).toEqual({ passed: 0, failures: [failure], notes: [] });
  });
});

describe('the second run', () => {
  const hit = { cache: { status: 'HIT' } };

  it('passes when everything came from the cache', () => {
    expect(countCached(summary(task('build', hit), task('test', hit)))).toMatchObject({
      passed: 1,
      failures: [],
    });
  });

  it.each([
    [
      'something ran again',
      summary(task('build', hit), task('test', ran(0))),
      /not from the cache: stats#test/,
    ],
    ['nothing ran', summary(), /not from the cache/],
    ['turbo did not start', null, /did not run/],
  ])('fails when %s', (_what, run, failure) => {
    expect(countCached(run)).toMatchObject({ passed: 0, failures: [expect.stringMatching(failure)] });
  });
});

describe('the sum', () => {
  it('adds gates and tests', () => {
    const tests = { passed: 3, failures: ['t'], notes: [] };
    expect(sumTallies([oneGate(null), oneGate('lint'), tests])).toEqual({
      passed: 4,
      failures: ['lint', 't'],
      notes: [],
    });
  });
});
