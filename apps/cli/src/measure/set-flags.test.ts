import { expect, test } from 'vitest';
import { setEntries } from './set-flags.js';

test.each([
  ['trials=5', ['trials'], '5'],
  ['warmup.requests=0', ['warmup', 'requests'], '0'],
  ['load.stages[0].overNs=1s', ['load', 'stages', 0, 'overNs'], '1s'],
  ['load.stages.1.toRatePerSec=5', ['load', 'stages', 1, 'toRatePerSec'], '5'],
  ['name=a=b', ['name'], 'a=b'],
  ['name=', ['name'], ''],
  ['restUrl=null', ['restUrl'], null],
  ['sizes=[1, 2]', ['sizes'], [1, 2]],
  ['load={model: closed}', ['load'], { model: 'closed' }],
  ['glob=[a-', ['glob'], '[a-'],
])('--set %s', (assignment, path, value) => {
  expect(setEntries([assignment])).toEqual([{ origin: `--set ${assignment.split('=')[0]}`, path, value }]);
});

test.each(['trials', '=5', ''])('--set %s has no value', (assignment) => {
  expect(() => setEntries([assignment])).toThrow(/there is no value/);
});
