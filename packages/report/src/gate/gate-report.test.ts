import type { SloResult } from '@benchwright/result-schema';
import { expect, test } from 'vitest';
import { GATE_RESULTS, gateReport } from '../testing/gate-fixture.js';
import { failsGate, gateHeadline } from './gate-report.js';

const outcomes = ['pass', 'fail', 'not-shown', 'no-data'] as const;
const of = (outcome: SloResult['outcome'], severity?: 'warn' | 'fail'): SloResult => ({
  id: 'x',
  cell: 'a',
  outcome,
  text: '',
  ...(severity === undefined ? {} : { severity }),
});

test('only what passes passes, unless it is said to be a warning', () => {
  expect(outcomes.map((outcome) => failsGate(of(outcome)))).toEqual([false, true, true, true]);
  expect(outcomes.map((outcome) => failsGate(of(outcome, 'fail')))).toEqual([false, true, true, true]);
  expect(outcomes.some((outcome) => failsGate(of(outcome, 'warn')))).toBe(false);
});

test.each([
  ['the gate failed: 3 of 5 conditions not shown to be met, 1 warning', gateReport()],
  [
    'the gate failed: the result is invalid (CPU_STEAL)',
    gateReport({ results: [of('pass')], because: ['the result is invalid (CPU_STEAL)'] }),
  ],
  [
    'the gate failed: 1 of 1 condition not shown to be met; it was cut short',
    gateReport({ results: [of('no-data')], because: ['it was cut short'] }),
  ],
  ['the gate passed: 1 condition judged', gateReport({ verdict: 'pass', results: [of('pass')] })],
  [
    'the gate passed: 3 conditions judged, 2 warnings',
    gateReport({ verdict: 'pass', results: [of('pass'), of('fail', 'warn'), of('not-shown', 'warn')] }),
  ],
])('%s', (headline, report) => {
  expect(gateHeadline(report)).toBe(headline);
});

test('the fixture has every outcome', () => {
  expect(new Set(GATE_RESULTS.map(({ outcome }) => outcome))).toEqual(new Set(outcomes));
});
