import { describe, expect, it } from 'vitest';
import { trialFixture } from '../test-support/trial-fixture.js';
import { checkSlo } from './check-slo.js';
import { parseSlo } from './parse-slo.js';
import { SloSyntaxError } from './slo.js';

describe('parseSlo', () => {
  it('reads conditions with their places', () => {
    expect(parseSlo('p99<50ms, errors <= 0.1%')).toEqual([
      {
        subject: { kind: 'latency', of: 'responseTimeNs', statistic: { name: 'percentile', percentile: 99 } },
        operator: '<',
        value: 50e6,
        text: 'p99<50ms',
        start: 0,
        end: 8,
      },
      {
        subject: { kind: 'share', of: 'errors' },
        operator: '<=',
        value: 0.001,
        text: 'errors <= 0.1%',
        start: 10,
        end: 24,
      },
    ]);
  });

  it.each([
    [
      'service.p99.9<1s',
      { kind: 'latency', of: 'serviceTimeNs', statistic: { name: 'percentile', percentile: 99.9 } },
      1e9,
    ],
    ['response.mean<=1.5ms', { kind: 'latency', of: 'responseTimeNs', statistic: { name: 'mean' } }, 1.5e6],
    ['max<1m30s', { kind: 'latency', of: 'responseTimeNs', statistic: { name: 'max' } }, 90e9],
    ['dropped<=0', { kind: 'share', of: 'dropped' }, 0],
    ['rate >= 1k/s', { kind: 'rate' }, 1000],
  ])('knows %s', (text, subject, value) => {
    const [condition] = parseSlo(text);
    expect(condition?.subject).toEqual(subject);
    expect(condition?.value).toBeCloseTo(value, 9);
  });

  it.each([
    ['', 1, /expected a subject/],
    ['p99<50ms,', 10, /expected a subject/],
    ['p99<50ms, p0<1ms', 11, /'p0' is not known/],
    ['p100<1s', 1, /'p100' is not known/],
    ['latency<1s', 1, /'latency' is not known; there are p50/],
    ['p99 = 50ms', 5, /expected <, <=, > or >=/],
    ['p99', 4, /expected </],
    ['p99<50', 5, /a duration such as 50ms, got '50'/],
    ['p99<5%', 5, /a duration/],
    ['errors<200%', 8, /a share such as 0.1%/],
    ['errors<5ms', 8, /a share/],
    ['rate>fast', 6, /a rate such as 1000\/s, got 'fast'/],
  ])('says where %j is wrong', (text, column, problem) => {
    const error = (() => {
      try {
        parseSlo(text);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(SloSyntaxError);
    expect((error as SloSyntaxError).offset).toBe(column - 1);
    expect((error as SloSyntaxError).message).toMatch(problem);
    expect((error as SloSyntaxError).code).toBe('ERR_SLO_SYNTAX');
  });
});

describe('checkSlo', () => {
  const responses = Array.from({ length: 100 }, (_, i) => (i + 1) * 1e6);
  const record = trialFixture({ responsesNs: responses, errors: { TIMEOUT: 25 }, durationNs: 2e9 });
  const check = (slo: string) => checkSlo(parseSlo(slo), record).map(({ met, text }) => [met, text]);

  it('compares what the trial says', () => {
    expect(check('p50<51ms,p50<50ms,errors<=20%,errors<20%,dropped<=0,rate>=50/s,rate>50/s')).toEqual([
      [true, 'p50<51ms: 50ms'],
      [false, 'p50<50ms: 50ms'],
      [true, 'errors<=20%: 20%'],
      [false, 'errors<20%: 20%'],
      [true, 'dropped<=0: 0%'],
      [true, 'rate>=50/s: 50/s'],
      [false, 'rate>50/s: 50/s'],
    ]);
    expect(check('mean<=50.5ms,max<=100ms,service.p99<=99.2ms').map(([met]) => met)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('is not met by a trial that answered nothing', () => {
    const silent = trialFixture({ responsesNs: [], errors: { TIMEOUT: 5 } });
    const [finding] = checkSlo(parseSlo('p99<1h'), silent);
    expect(finding).toMatchObject({ met: false, value: null, text: 'p99<1h: nothing was answered' });
  });
});
