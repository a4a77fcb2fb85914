import { validityOf } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { cellMetrics } from '../summarize/cell-metrics.js';
import { summarizeRun } from '../summarize/summarize-run.js';
import { headerFixture, trialFixture } from '../test-support/trial-fixture.js';
import { cellMatches, parseCellFilter } from './cell-filter.js';
import { judgeSlo } from './judge-slo.js';
import { parseSlo, sloProblems } from './parse-slo.js';
import { sloField, sloSearchProblem } from './slo-field.js';

const VALID = { id: 'rest/10', factors: { protocol: 'rest', concurrency: 10 }, validity: validityOf([]) };

/** Five trials of three seconds, 1000 answers each second: 10 ms, then so much in the last second. */
function trials(lastSecondNs: number, errors: Readonly<Record<string, number>> = {}) {
  return Array.from({ length: 5 }, (_, trial) =>
    trialFixture({
      trial,
      errors,
      responsesNs: Array.from({ length: 2970 }, (__, i) => (i < 1980 ? 10e6 : lastSecondNs)),
      durationNs: 3e9,
    }),
  );
}

describe('the language of gates', () => {
  it('reads metrics by name with the unit that the name says', () => {
    const [rss, lag, bytes, own] = parseSlo(
      'targetRssBytes<200MiB, sendLagNs.p99 <= 2ms, bytesInPerSec>=10MB/s, metric.usd<=0.5',
    );
    expect(rss).toMatchObject({
      subject: { kind: 'metric', name: 'targetRssBytes', unit: 'B' },
      value: 200 * 2 ** 20,
    });
    expect(lag?.subject).toMatchObject({ name: 'sendLagNs', statistic: { percentile: 99 }, unit: 'ns' });
    expect(bytes).toMatchObject({ value: 10e6 });
    expect(own).toMatchObject({ subject: { name: 'usd', unit: null }, value: 0.5 });
  });

  it('reads baselines, windows and cells', () => {
    const text =
      "p99 <= baseline + 5% over last 30s where protocol=rest|grpc and cell!='a, b', rate>=baseline-3%";
    const [slow, rate] = parseSlo(text);
    expect(slow).toMatchObject({
      value: 0.05,
      baseline: true,
      lastNs: 30e9,
      where: {
        terms: [
          { key: 'protocol', equal: true, values: ['rest', 'grpc'] },
          { key: 'cell', equal: false, values: ['a, b'] },
        ],
      },
    });
    expect(rate).toMatchObject({ value: -0.03, baseline: true, text: 'rate>=baseline-3%' });
  });

  it.each([
    ['targetRssBytes<5ms', 15, /a size such as 64MiB, got '5ms'/],
    ['p99<50ms over last year', 19, /a time such as 30s, got 'year'/],
    ['p99<50ms where rest', 15, /expected a factor and its value/],
    ['p99<50ms where protocol=', 15, /needs a value/],
    ['p99 <= baseline + 2ms', 7, /a share such as baseline \+ 5%/],
    ['p99<50ms where a=b, p0<1s', 20, /'p0' is not known/],
  ])('says where %j is wrong', (text, offset, problem) => {
    const found = sloProblems(text);
    expect(found[0]?.problem).toMatch(problem);
    expect(found[0]?.offset).toBe(offset);
  });

  it('a run refuses what needs a baseline, a search what no probe can show', () => {
    expect(sloField.safeParse(['p99 <= baseline + 5%']).success).toBe(false);
    expect(sloField.safeParse(['p99<5ms where a=b']).success).toBe(true);
    expect(sloSearchProblem(['p99<5ms, errors.TIMEOUT<=0'])).toBeNull();
    expect(sloSearchProblem(['p99<5ms over last 1s'])).toMatch(/judges each probe by itself/);
  });
});

describe('cell filters', () => {
  const matches = (text: string) => {
    const filter = parseCellFilter(text);
    if ('problem' in filter) throw new Error(filter.problem);
    return cellMatches(filter, VALID);
  };
  it.each([
    ['protocol=rest', true],
    ['protocol=re*', true],
    ['protocol=r?st and concurrency=10', true],
    ['concurrency=1', false],
    ['concurrency!=1*', false],
    ['cell=*/10', true],
    ['cell=*/1', false],
    ['missing=*', false],
    ['missing!=x', true],
    ['protocol=*a*b*c*d', false],
  ])('%s: %s', (text, expected) => expect(matches(text)).toBe(expected));
});

describe('what is judged', () => {
  it('counts the errors of one class', () => {
    const judged = judgeSlo(
      parseSlo('errors.TIMEOUT<5%,errors.TIMEOUT>0.1%,errors.RESET<=0'),
      VALID,
      trials(10e6, { TIMEOUT: 30 }),
    );
    expect(judged.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'pass']);
  });

  it('looks at the last seconds of each trial only', () => {
    const slow = trials(80e6, { TIMEOUT: 30 });
    expect(
      judgeSlo(parseSlo('p50<50ms, p50<50ms over last 1s, max<50ms over last 1s'), VALID, slow).map(
        ({ outcome }) => outcome,
      ),
    ).toEqual(['pass', 'fail', 'fail']);
    const fast = trials(1e6);
    expect(
      judgeSlo(parseSlo('p99<5ms, p99<5ms over last 1s'), VALID, fast).map(({ outcome }) => outcome),
    ).toEqual(['fail', 'pass']);
  });

  it.each([
    ['p50<1s over last 10s', /trial 0 has 3s in whole seconds, less than the last 10s/],
    ['p95<1s over last 1s', /p50, p99 and max by the second, not p95/],
    ['service.p50<1s over last 1s', /records keep only response times/],
    ['costUsd<1', /there is no metric costUsd; there are responseTimeNs/],
    ['p99 <= baseline', /no baseline was given/],
  ])('has no data for %s, and says why', (text, why) => {
    const recorded = trials(10e6);
    const [judged] = judgeSlo(parseSlo(text), { ...VALID, metrics: cellMetrics(recorded) }, recorded);
    expect(judged?.outcome).toBe('no-data');
    expect(judged?.text).toMatch(why);
  });

  it('judges metrics of the result, with the records and without', () => {
    const recorded = trials(10e6);
    const cell = { ...VALID, metrics: cellMetrics(recorded) };
    const slo = parseSlo('serviceTimeNs.p99<11ms, wireBytesIn<=300B, requestsPerSec>900/s, errorShare<=0.1%');
    const outcomes = (measuredBy: 'trials' | 'metrics', given = recorded) =>
      judgeSlo(slo, { ...cell, measuredBy }, given).map(({ outcome }) => outcome);
    expect(outcomes('trials')).toEqual(['pass', 'pass', 'pass', 'pass']);
    expect(outcomes('metrics', [])).toEqual(['pass', 'pass', 'pass', 'pass']);
    const alone = judgeSlo(
      parseSlo('p99<11ms, rate>900/s, errors.TIMEOUT<1%'),
      { ...cell, measuredBy: 'metrics' },
      [],
    );
    expect(alone.map(({ outcome }) => outcome)).toEqual(['pass', 'pass', 'no-data']);
  });

  it('a filter that no cell meets has no data, in the summary of a run too', () => {
    const [first] = trials(10e6);
    const header = {
      ...headerFixture([{ id: 'a', factors: { protocol: 'rest' }, trialLoads: [first!.load] }]),
      config: { slo: ['p50<1s where protocol=grpc', 'max<1s where protocol=rest'] },
    };
    const { slos } = summarizeRun({
      header,
      trials: [first!],
      ceilings: [],
      calibration: null,
      finishedAt: null,
      outcome: 'completed',
    });
    expect(slos.map(({ outcome, cell }) => [outcome, cell])).toEqual([
      ['pass', 'a'],
      ['no-data', 'protocol=grpc'],
    ]);
    expect(slos[1]?.text).toBe('no cell is so; there are cell (a), protocol (rest)');
  });
});
