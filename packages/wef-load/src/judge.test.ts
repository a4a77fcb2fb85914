import { describe, expect, it } from 'vitest';
import { judgeWef, type WefFacts } from './judge.js';

const FACTS: WefFacts = {
  targetEventsPerSec: 10_000,
  eventsOffered: 600_000,
  eventsSent: 600_000,
  eventsAcknowledged: 600_000,
  eventsReceived: 600_000,
  statsProblem: null,
  receivingSecs: 60.05,
  batchesFailed: 0,
  allowFailed: 0,
  timedOut: false,
  timeoutSecs: 300,
  generatorFaults: [],
  verifyS3: false,
  storedProblems: null,
  storedProblem: null,
};

const codesOf = (changed: Partial<WefFacts>): string[] =>
  judgeWef({ ...FACTS, ...changed }).reasons.map(({ code }) => code);

describe('judgeWef', () => {
  it('passes a run in which everything was received in time', () => {
    const { outcome, reasons, receivedPerSec } = judgeWef(FACTS);
    expect({ outcome, reasons }).toEqual({ outcome: 'passed', reasons: [] });
    expect(receivedPerSec).toBeCloseTo(9991.7, 1);
  });

  it('draws the line at 95 % of the target, of events received over the run', () => {
    expect(codesOf({ receivingSecs: 60 / 0.95 - 0.01 })).toEqual([]);
    expect(codesOf({ receivingSecs: 60 / 0.95 + 0.01 })).toEqual(['RATE_NOT_RECEIVED']);
    expect(codesOf({ receivingSecs: 600, targetEventsPerSec: null })).toEqual([]);
  });

  it.each<[string, Partial<WefFacts>, string[]]>([
    ['lost events, though 95 % and more were received', { eventsReceived: 599_999 }, ['EVENTS_LOST']],
    ['more than was sent', { eventsReceived: 600_001 }, ['EVENTS_SURPLUS']],
    ['a failed batch', { batchesFailed: 1, eventsAcknowledged: 599_000 }, ['BATCHES_FAILED']],
    ['failed batches that may fail', { batchesFailed: 2, allowFailed: 2, eventsAcknowledged: 598_000 }, []],
    [
      'an unacknowledged batch that was received all the same',
      { batchesFailed: 1, allowFailed: 1, eventsAcknowledged: 599_000 },
      [],
    ],
    ['the time limit', { timedOut: true }, ['TIMED_OUT']],
    [
      'batches that were never sent',
      { eventsSent: 599_000, eventsAcknowledged: 599_000, eventsReceived: 599_000 },
      ['NOT_ALL_SENT'],
    ],
    [
      'a count that could not be read',
      { eventsReceived: null, statsProblem: 'GET …: answered 500' },
      ['RECEIVED_UNKNOWN'],
    ],
    ['no count, where none was asked for', { eventsReceived: null }, []],
    ['a verification that was asked for and not made', { verifyS3: true }, ['NOT_VERIFIED']],
    [
      'a bucket that could not be read',
      { verifyS3: true, storedProblem: 'no such bucket' },
      ['NOT_VERIFIED'],
    ],
    ['a verification that found everything', { verifyS3: true, storedProblems: [] }, []],
    [
      'what a verification found',
      { verifyS3: true, storedProblems: [{ code: 'EVENTS_MISSING', text: '3 events: 7, 9–10' }] },
      ['EVENTS_MISSING'],
    ],
  ])('names %s', (_title, changed, codes) => {
    expect(codesOf(changed)).toEqual(codes);
    expect(judgeWef({ ...FACTS, ...changed }).outcome).toBe(codes.length === 0 ? 'passed' : 'failed');
  });

  it('names every reason, not only the first', () => {
    expect(codesOf({ receivingSecs: 100, batchesFailed: 3, eventsReceived: 1, timedOut: true })).toEqual([
      'TIMED_OUT',
      'RATE_NOT_RECEIVED',
      'BATCHES_FAILED',
      'EVENTS_LOST',
    ]);
  });

  it('is invalid, not failed, when the generator could not offer the rate', () => {
    const { outcome, reasons } = judgeWef({
      ...FACTS,
      receivingSecs: 80,
      generatorFaults: ['GENERATOR_SATURATED'],
    });
    expect(outcome).toBe('invalid');
    expect(reasons.map(({ code }) => code)).toEqual(['GENERATOR_TOO_SLOW', 'RATE_NOT_RECEIVED']);
    // A busy generator that offered the rate all the same has shown what it set out to.
    expect(judgeWef({ ...FACTS, generatorFaults: ['GENERATOR_SATURATED'] }).outcome).toBe('passed');
  });
});
