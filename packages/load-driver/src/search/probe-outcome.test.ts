import type { Load } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { parseSlo } from '../slo/parse-slo.js';
import { searchOf } from '../test-support/queue-suite.js';
import { type FixtureOptions, trialFixture } from '../test-support/trial-fixture.js';
import { probeOutcome } from './probe-outcome.js';
import { searchResult } from './search-result.js';

const slo = parseSlo('p99<5ms');
const at = (ratePerSec: number): Load => ({ model: 'constant', ratePerSec, durationNs: 1e9 });
const answers = (ns: number): number[] => Array.from({ length: 1000 }, () => ns);
const probe = (options: Partial<FixtureOptions>) =>
  probeOutcome(slo, trialFixture({ responsesNs: answers(1e6), load: at(1000), ...options }));

describe('probeOutcome', () => {
  it('is met when the conditions hold and the rate was carried', () => {
    expect(probe({})).toMatchObject({ outcome: 'met', ratePerSec: 1000, text: '' });
    expect(probe({ responsesNs: answers(6e6) })).toMatchObject({ outcome: 'missed' });
    expect(probe({ health: { backlogAtEnd: 200 } }).text).toContain('RATE_NOT_REACHED');
    expect(probe({ dropped: 1 })).toMatchObject({ outcome: 'missed' });
  });

  it('blames the generator only when it was in trouble and the SLO was missed', () => {
    const saturated = { busyShare: 0.99 };
    expect(probe({ health: saturated })).toMatchObject({ outcome: 'met' });
    expect(probe({ health: saturated, responsesNs: answers(6e6) })).toMatchObject({
      outcome: 'generator',
      text: expect.stringMatching(/^GENERATOR_SATURATED.*p99<5ms: 6/),
    });
  });

  it('blames the machine only when it was so disturbed that nothing can be believed', () => {
    const slow = answers(6e6);
    expect(probe({ health: { stealShare: 0.03 }, responsesNs: slow })).toMatchObject({ outcome: 'missed' });
    expect(probe({ health: { stealShare: 0.2 }, responsesNs: slow })).toMatchObject({ outcome: 'generator' });
  });

  it('refuses records that are no probes', () => {
    expect(() => probe({ load: { model: 'closed', concurrency: 1, durationNs: 1e9 } })).toThrow(/not closed/);
  });
});

describe('searchResult', () => {
  it('says so when the generator and not the target gave out first', () => {
    const search = searchOf('p99<5ms', { maxProbes: 40 });
    const rates = [100, 200, 400, 800, 1600, 1130, 1340, 1460, 1530, 1500, 1515, 1515, 1515, 1515];
    const records = rates.map((rate, trial) => {
      const beyond = rate > 1510;
      return trialFixture({
        trial,
        load: at(rate),
        responsesNs: answers(beyond ? 9e6 : 1e6),
        health: { busyShare: beyond ? 0.995 : 0.7 },
      });
    });
    const result = searchResult(search, records);
    expect(result.limitedBy).toBe('generator');
    expect(result.statement).toContain('the generator, not the target, gave out first');
    expect(result.ratePerSec! / 1508).toBeCloseTo(1, 1);
  });

  it('has a curve, and a knee where power is highest', () => {
    const search = searchOf('p99<50ms');
    const responses = { 100: 1e6, 200: 1.2e6, 400: 1.5e6, 800: 4e6, 1600: 60e6 };
    const records = Object.entries(responses).map(([rate, ns], trial) =>
      trialFixture({
        trial,
        load: at(Number(rate)),
        responsesNs: Array.from({ length: Number(rate) }, () => ns),
        durationNs: 1e9,
      }),
    );
    const { curve, kneeRatePerSec } = searchResult(search, records);
    expect(curve.map((point) => [point.ratePerSec, point.met])).toEqual([
      [100, 1],
      [200, 1],
      [400, 1],
      [800, 1],
      [1600, 0],
    ]);
    expect(kneeRatePerSec).toBe(400);
    expect(searchResult(search, []).kneeRatePerSec).toBeNull();
  });
});
