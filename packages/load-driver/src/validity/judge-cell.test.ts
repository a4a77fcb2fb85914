import type { Load, ValidityReason } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { type FixtureOptions, trialFixture } from '../test-support/trial-fixture.js';
import { judgeCell } from './judge-cell.js';

const answers = (n: number, ns = 1e6): number[] => Array.from({ length: n }, () => ns);
const open: Load = { model: 'constant', ratePerSec: 1000, durationNs: 0.1e9 };

function judge(options: FixtureOptions): [string, ValidityReason['verdict']][] {
  return judgeCell([trialFixture(options)], { planned: 1, whole: 1 }).map((r) => [r.code, r.verdict]);
}

describe('judgeCell', () => {
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
      { responsesNs: answers(100), load: open, durationNs: 0.12e9 },
      [['RATE_NOT_REACHED', 'invalid']],
    ],
    [
      'late sends',
      { responsesNs: answers(100, 2e6), load: open, sendLagNs: 0.5e6 },
      [['SEND_LAG', 'suspect']],
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
  ])('%s', (_name, options, expected) => {
    expect(judge(options)).toEqual(expected);
  });

  it('does not blame the generator for a queue that a slow target made', () => {
    expect(
      judge({ responsesNs: answers(100, 2e6), load: open, sendLagNs: 1.5e6, health: { queueHighWater: 9 } }),
    ).toEqual([]);
  });

  it('does not believe a trial that lost a part of its generator', () => {
    const trial = {
      ...trialFixture({ responsesNs: answers(10) }),
      faults: [{ code: 'WORKER_LOST', text: 'worker 2 died' }],
    };
    expect(judgeCell([trial], { planned: 1, whole: 1 })).toMatchObject([
      { code: 'WORKER_LOST', verdict: 'invalid' },
    ]);
  });

  it('says so when trials are missing', () => {
    const trial = trialFixture({ responsesNs: answers(10) });
    expect(judgeCell([trial], { planned: 3, whole: 1 })).toMatchObject([
      { code: 'INTERRUPTED', verdict: 'suspect' },
    ]);
    expect(judgeCell([], { planned: 3, whole: 0 })).toMatchObject([
      { code: 'INTERRUPTED', verdict: 'invalid' },
    ]);
  });
});
