import type { Load, ValidityReason } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { type FixtureOptions, trialFixture } from '../test-support/trial-fixture.js';
import { judgeCell } from './judge-cell.js';

const answers = (n: number, ns = 1e6): number[] => Array.from({ length: n }, () => ns);
const open: Load = { model: 'constant', ratePerSec: 1000, durationNs: 0.1e9 };

/** Percentile 0 rests on ten requests: these trials are small. */
const ONE_TRIAL = { planned: 1, whole: 1, percentile: 0 };

function judge(options: FixtureOptions): [string, ValidityReason['verdict']][] {
  return judgeCell([trialFixture(options)], ONE_TRIAL).map((r) => [r.code, r.verdict]);
}

describe('judgeCell', () => {
  it('tells a target that is silent from one that is not there', () => {
    const hintOf = (errors: Record<string, number>) =>
      judgeCell([trialFixture({ responsesNs: [], errors })], ONE_TRIAL)[0]?.hint;
    expect(hintOf({ TIMEOUT: 4 })).toMatch(/process is stopped \(state T in ps\)/);
    expect(hintOf({ CONNECT_REFUSED: 4 })).toMatch(/^Check that the target runs/);
    expect(hintOf({ TIMEOUT: 4, RESET: 1 })).toMatch(/^Check that the target runs/);
  });

  it('has nothing to say about a clean trial', () => {
    expect(judge({ responsesNs: answers(100) })).toEqual([]);
  });

  it.each<[string, FixtureOptions, [string, ValidityReason['verdict']][]]>([
    ['a few errors', { responsesNs: answers(95), errors: { HTTP_500: 5 } }, [['TARGET_ERRORS', 'suspect']]],
    ['many errors', { responsesNs: answers(80), errors: { TIMEOUT: 20 } }, [['TARGET_ERRORS', 'invalid']]],
    [
      'no answer at all',
      { responsesNs: [], errors: { CONNECT_REFUSED: 3 } },
      [
        ['NOTHING_ANSWERED', 'invalid'],
        ['TARGET_ERRORS', 'invalid'],
      ],
    ],
    [
      'a single drop in an open load',
      { responsesNs: answers(999), dropped: 1, load: { ...open, durationNs: 1e9 } },
      [['ARRIVALS_DROPPED', 'suspect']],
    ],
    [
      'a backlog',
      { responsesNs: answers(100), load: open, health: { backlogAtEnd: 14 } },
      [['RATE_NOT_REACHED', 'invalid']],
    ],
    [
      'a backlog, in a record that only tells when the last answer came',
      { responsesNs: answers(100), load: open, durationNs: 0.102e9 },
      [['RATE_NOT_REACHED', 'suspect']],
    ],
    [
      'arrivals noticed late',
      { responsesNs: answers(100, 2e6), load: open, health: { arrivalLagP99Ns: 0.5e6, queueHighWater: 9 } },
      [['SEND_LAG', 'suspect']],
    ],
    [
      'late sends, in a record that does not tell when arrivals were noticed',
      { responsesNs: answers(100, 2e6), load: open, sendLagNs: 1.5e6 },
      [['SEND_LAG', 'invalid']],
    ],
    [
      'a saturated open generator',
      { responsesNs: answers(100), load: open, health: { busyShare: 0.99 } },
      [['GENERATOR_SATURATED', 'invalid']],
    ],
    [
      'a saturated closed loop',
      { responsesNs: answers(100), health: { busyShare: 0.99 } },
      [['GENERATOR_SATURATED', 'suspect']],
    ],
    ['stolen time', { responsesNs: answers(100), health: { stealShare: 0.02 } }, [['CPU_STEAL', 'suspect']]],
    [
      'a quota that stops the generator',
      { responsesNs: answers(100), health: { throttledShare: 0.01 } },
      [['CPU_THROTTLED', 'suspect']],
    ],
    [
      'a core that slows down',
      { responsesNs: answers(100), health: { coreSpeed: { beforePerSec: 5e8, afterPerSec: 4.5e8 } } },
      [['THERMAL_OR_FREQUENCY', 'suspect']],
    ],
    [
      'a core at half speed',
      { responsesNs: answers(100), health: { coreSpeed: { beforePerSec: 5e8, afterPerSec: 2.5e8 } } },
      [['THERMAL_OR_FREQUENCY', 'invalid']],
    ],
    [
      'a clock set back',
      { responsesNs: answers(100), health: { clockStepNs: -80e6 } },
      [['CLOCK_STEP', 'suspect']],
    ],
    [
      'a machine that slept',
      { responsesNs: answers(100), health: { clockStepNs: 3600e9 } },
      [['CLOCK_STEP', 'invalid']],
    ],
    [
      'steady readings of the machine',
      {
        responsesNs: answers(100),
        health: { coreSpeed: { beforePerSec: 5e8, afterPerSec: 4.9e8 }, clockStepNs: 40e6, stealShare: null },
      },
      [],
    ],
  ])('%s', (_name, options, expected) => {
    expect(judge(options)).toEqual(expected);
  });

  it('does not blame the generator for a queue that a slow target made', () => {
    expect(
      judge({ responsesNs: answers(100, 2e6), load: open, sendLagNs: 1.5e6, health: { queueHighWater: 9 } }),
    ).toEqual([]);
  });

  it('does not take what is always under way, nor one slow last request, for a backlog', () => {
    // 1000/s × 20 ms of service: 20 under way at any time.
    const busy = { responsesNs: answers(1000, 20e6), load: { ...open, durationNs: 1e9 } };
    expect(judge({ ...busy, health: { backlogAtEnd: 24 }, durationNs: 1.02e9 })).toEqual([]);
    expect(judge({ ...busy, health: { backlogAtEnd: 1 }, durationNs: 1.9e9 })).toEqual([]);
    expect(judge({ ...busy, health: { backlogAtEnd: 80 } })).toEqual([['RATE_NOT_REACHED', 'suspect']]);
  });

  it('compares core speeds over all trials of a cell', () => {
    const at = (perSec: number, trial: number) =>
      trialFixture({
        trial,
        responsesNs: answers(100),
        health: { coreSpeed: { beforePerSec: perSec, afterPerSec: perSec } },
      });
    const reasons = judgeCell([at(5e8, 0), at(4.6e8, 1)], { planned: 2, whole: 2, percentile: 0 });
    expect(reasons).toMatchObject([
      { code: 'THERMAL_OR_FREQUENCY', text: expect.stringContaining('8.0 % slower') },
    ]);
  });

  it('wants ten requests beyond the percentile asked for, over all trials together', () => {
    const trial = trialFixture({ responsesNs: answers(250) });
    const codes = (trials: number, percentile?: number) =>
      judgeCell(
        Array.from({ length: trials }, () => trial),
        { planned: trials, whole: trials, ...(percentile === undefined ? {} : { percentile }) },
      ).map((reason) => reason.code);
    expect(codes(4)).toEqual([]);
    expect(codes(3)).toEqual(['TOO_FEW_SAMPLES']);
    expect(codes(3, 95)).toEqual([]);
    expect(codes(4, 99.9)).toEqual(['TOO_FEW_SAMPLES']);
  });

  it('gives every reason a text with figures and a hint', () => {
    const trial = trialFixture({
      responsesNs: answers(5),
      errors: { HTTP_500: 7, TIMEOUT: 1 },
      dropped: 3,
      load: open,
      health: { busyShare: 0.95, stealShare: 0.2, clockStepNs: 60e6, backlogAtEnd: 10, arrivalLagP99Ns: 4e6 },
    });
    const reasons = judgeCell([trial], { planned: 2, whole: 1 });
    expect(reasons.length).toBeGreaterThanOrEqual(8);
    for (const { text, hint } of reasons) {
      expect(text).toMatch(/\d/);
      expect(hint).toMatch(/\w.*\.$/);
    }
    expect(reasons[0]?.text).toContain('(HTTP_500 7, TIMEOUT 1)');
  });

  it('does not believe a trial that lost a part of its generator', () => {
    const trial = {
      ...trialFixture({ responsesNs: answers(10) }),
      faults: [{ code: 'WORKER_LOST', text: 'worker 2 died' }],
    };
    expect(judgeCell([trial], ONE_TRIAL)).toMatchObject([{ code: 'WORKER_LOST', verdict: 'invalid' }]);
  });

  it('says so when trials are missing', () => {
    const trial = trialFixture({ responsesNs: answers(10) });
    expect(judgeCell([trial], { planned: 3, whole: 1, percentile: 0 })).toMatchObject([
      { code: 'INTERRUPTED', verdict: 'suspect' },
    ]);
    expect(judgeCell([], { planned: 3, whole: 0 })).toMatchObject([
      { code: 'INTERRUPTED', verdict: 'invalid' },
    ]);
  });
});
