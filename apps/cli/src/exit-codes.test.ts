import { BenchwrightError } from '@benchwright/result-schema';
import { expect, test } from 'vitest';
import { EXIT, EXIT_MEANINGS, exitCodeOf, worstExit } from './exit-codes.js';
import { exitCodeOfResult } from './measure/execute-run.js';

test('the numbers are those that scripts rely on', () => {
  expect(EXIT).toEqual({
    fine: 0,
    gateFailed: 1,
    usage: 2,
    unreachable: 3,
    invalid: 4,
    internal: 5,
    interrupted: 130,
  });
  expect(Object.keys(EXIT_MEANINGS).map(Number)).toEqual(Object.values(EXIT));
});

test.each([
  ['ERR_CONFIG', EXIT.usage],
  ['ERR_DISK_FULL', EXIT.usage],
  ['ERR_TARGET_UNREACHABLE', EXIT.unreachable],
  ['ERR_TARGET_START', EXIT.unreachable],
  ['ERR_MADE_UP', EXIT.internal],
])('%s ends with %i', (code, exit) => {
  expect(exitCodeOf(new BenchwrightError(code, 'x'))).toBe(exit);
  expect(exitCodeOf({ code })).toBe(exit);
});

test('what has no code is an internal error', () => {
  for (const error of [new Error('x'), 'x', null, undefined, { code: 7 }])
    expect(exitCodeOf(error)).toBe(EXIT.internal);
});

test('of several runs the one that most needs looking at counts', () => {
  expect(worstExit([])).toBe(0);
  expect(worstExit([0, 1, 4])).toBe(4);
  expect(worstExit([4, 3, 0])).toBe(3);
  expect(worstExit([3, 130, 5])).toBe(130);
});

type Outcome = 'pass' | 'fail' | 'not-shown' | 'no-data';

test('an invalid result never passes, whatever its SLOs say, and only a pass is passed', () => {
  const slo = (outcome: Outcome) => ({ id: 'x', cell: 'c', outcome, text: '' });
  const of = (verdict: 'valid' | 'suspect' | 'invalid', outcomes: Outcome[]) =>
    exitCodeOfResult({ validity: { verdict, reasons: [] }, slos: outcomes.map(slo) });
  expect(of('valid', [])).toBe(0);
  expect(of('suspect', ['pass', 'pass'])).toBe(0);
  expect(of('valid', ['pass', 'not-shown'])).toBe(1);
  expect(of('valid', ['no-data'])).toBe(1);
  expect(of('valid', ['pass', 'fail'])).toBe(1);
  expect(of('invalid', ['pass'])).toBe(4);
  expect(of('invalid', ['fail'])).toBe(4);
});
