import { runResultSchema, type TrialRecord, validityOf } from '@benchwright/result-schema';
import { createRandom } from '@benchwright/stats';
import { describe, expect, it } from 'vitest';
import { summarizeRun } from '../summarize/summarize-run.js';
import { headerFixture, trialFixture } from '../test-support/trial-fixture.js';
import { judgeSlo } from './judge-slo.js';
import { parseSlo } from './parse-slo.js';

const VALID = { id: 'a', validity: validityOf([]) };

/** Trials of so many answers of 10 ms on average, each trial faster or slower than the next by the spread. */
function trialsOf(count: number, answers: number, spread = 0.01, errors = 0): TrialRecord[] {
  const random = createRandom(3);
  return Array.from({ length: count }, (_, trial) => {
    const mean = 10e6 * (1 + spread * (trial - (count - 1) / 2));
    const responsesNs = Array.from({ length: answers }, () => mean * (0.9 + 0.2 * random.nextFloat()));
    return trialFixture({ trial, responsesNs, ...(errors > 0 ? { errors: { TIMEOUT: errors } } : {}) });
  });
}

const outcome = (slo: string, trials: readonly TrialRecord[]) =>
  judgeSlo(parseSlo(slo), VALID, trials).map((result) => result.outcome);

describe('judgeSlo', () => {
  const trials = trialsOf(5, 400);

  it('passes and fails what the interval lies wholly on one side of', () => {
    expect(outcome('p50<11ms,p50<9ms,mean<11ms,p99<12ms,service.p50>9ms,max<12ms', trials)).toEqual([
      'pass',
      'fail',
      'pass',
      'pass',
      'pass',
      'pass',
    ]);
  });

  it('does not show what the interval reaches to either side of, and says so with figures', () => {
    const [result] = judgeSlo(parseSlo('p50<10ms'), VALID, trials);
    expect(result).toMatchObject({
      id: 'p50<10ms',
      cell: 'a',
      outcome: 'not-shown',
      unit: 'ns',
      operator: '<',
      limit: 10e6,
      n: 5,
    });
    expect(result!.text).toMatch(
      /^(9\.9\d?|10(\.\d)?)ms, 95 % interval 9\.\d+ms–10\.\d+ms, 5 trials; the limit lies within the interval/,
    );
    const [low, high] = result!.interval!;
    expect(low).toBeLessThan(10e6);
    expect(high).toBeGreaterThan(10e6);
  });

  it('needs ten answers beyond a percentile to pass it; to fail it, fewer will do', () => {
    const few = trialsOf(5, 100);
    const [thin, tooSlow] = judgeSlo(parseSlo('p99<20ms,p99<5ms'), VALID, few);
    expect(thin).toMatchObject({ outcome: 'not-shown' });
    expect(thin!.text).toContain('p99 needs 1000 answered requests, and there are 500');
    expect(tooSlow!.outcome).toBe('fail');
  });

  it('claims nothing beyond one trial', () => {
    const [result] = judgeSlo(parseSlo('p50<1s'), VALID, trialsOf(1, 2000));
    expect(result).toMatchObject({ outcome: 'not-shown', interval: [0, null] });
    expect(result!.text).toContain('one trial shows no interval');
  });

  it('lets one bad trial widen the interval to what all requests together say', () => {
    const bad = trialFixture({ trial: 5, responsesNs: Array.from({ length: 4000 }, () => 80e6) });
    const [result] = judgeSlo(parseSlo('p99<79ms'), VALID, [...trials, bad]);
    expect(result!.outcome).toBe('not-shown');
    expect(result!.interval![1]).toBeGreaterThanOrEqual(79e6);
  });

  it('takes a rate of errors from requests and from trials, and no failure in a few for none ever', () => {
    expect(outcome('errors<0.1%', trials)).toEqual(['not-shown']);
    expect(outcome('errors<1%', trials)).toEqual(['pass']);
    expect(outcome('errors<1%', trialsOf(5, 400, 0.01, 20))).toEqual(['fail']);
    const uneven = [...trialsOf(4, 400), trialFixture({ responsesNs: [1e6], errors: { TIMEOUT: 12 } })];
    expect(outcome('errors<5%', uneven)).toEqual(['not-shown']);
  });

  it('takes a limit of zero as a question of fact', () => {
    expect(outcome('errors<=0,dropped<=0', trials)).toEqual(['pass', 'pass']);
    expect(outcome('errors<=0', trialsOf(5, 400, 0.01, 1))).toEqual(['fail']);
  });

  it('judges the rate by trials', () => {
    // One answer per millisecond.
    expect(outcome('rate>900/s,rate>1100/s', trials)).toEqual(['pass', 'fail']);
  });

  it('has no data where nothing was measured or answered', () => {
    expect(outcome('p50<1s,errors<1%', [])).toEqual(['no-data', 'no-data']);
    const silent = [trialFixture({ responsesNs: [], errors: { TIMEOUT: 50 } })];
    expect(judgeSlo(parseSlo('p50<1s'), VALID, silent)[0]).toMatchObject({
      outcome: 'no-data',
      value: null,
      text: 'nothing was answered',
    });
  });

  it('lets an invalid cell pass nothing, and fail what it fails', () => {
    const reason = { code: 'CPU_STEAL', verdict: 'invalid' as const, text: '', hint: '' };
    const results = judgeSlo(parseSlo('p50<1s,p50<1ms'), { id: 'a', validity: validityOf([reason]) }, trials);
    expect(results.map((result) => result.outcome)).toEqual(['not-shown', 'fail']);
    expect(results[0]!.text).toContain('the cell is invalid (CPU_STEAL)');
  });

  it('passes what is a tenth from the limit nineteen times in twenty or more, and never a target beyond it by as much', () => {
    const random = createRandom(8);
    let passed = 0;
    let wronglyPassed = 0;
    for (let run = 0; run < 40; run++) {
      const noisy = Array.from({ length: 5 }, (_, trial) => {
        const mean = 10e6 * (1 + 0.02 * random.nextNormal());
        return trialFixture({ trial, responsesNs: Array.from({ length: 25 }, () => mean) });
      });
      const [easy, hard] = outcome('p50<11ms,p50<9ms', noisy);
      if (easy === 'pass') passed++;
      if (hard === 'pass') wronglyPassed++;
    }
    expect(passed).toBeGreaterThanOrEqual(38);
    expect(wronglyPassed).toBe(0);
  });
});

describe('summarizeRun', () => {
  const trials = trialsOf(3, 500);
  const cell = { id: 'a', factors: {}, trialLoads: trials.map((trial) => trial.load) };
  const summary = (config: Record<string, unknown>) => {
    const header = { ...headerFixture([cell, { ...cell, id: 'b' }]), config };
    return summarizeRun({ header, trials, finishedAt: null, outcome: 'completed' });
  };

  it('judges every cell by the slo of the config, one with no trials too', () => {
    const result = summary({ slo: ['p50<20ms,errors<=0'] });
    expect(result.slos.map(({ id, cell: of, outcome: is }) => [id, of, is])).toEqual([
      ['p50<20ms', 'a', 'pass'],
      ['errors<=0', 'a', 'pass'],
      ['p50<20ms', 'b', 'no-data'],
      ['errors<=0', 'b', 'no-data'],
    ]);
    expect(runResultSchema.safeParse(result).error).toBeUndefined();
  });

  it('asks for enough requests for the percentile of the slo', () => {
    expect(codes(summary({}))).not.toContain('TOO_FEW_SAMPLES');
    expect(codes(summary({ slo: ['p99.9<1s'] }))).toContain('TOO_FEW_SAMPLES');
  });

  it('judges nothing where the config has no slo, or another kind of field of that name', () => {
    expect(summary({}).slos).toEqual([]);
    expect(summary({ slo: 'gold' }).slos).toEqual([]);
  });

  const codes = (result: ReturnType<typeof summary>) =>
    result.cells[0]!.validity.reasons.map(({ code }) => code);
});
