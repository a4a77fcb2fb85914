import { type SearchLoad, searchLoadSchema } from '@benchwright/result-schema';
import { createRandom, type Random } from '@benchwright/stats';
import { describe, expect, it } from 'vitest';
import { posteriorOf } from './posterior.js';
import { countedOutcomes, nextStep, type ProbeOutcome, SEARCH_CONFIDENCE } from './strategy.js';

const search: SearchLoad = searchLoadSchema.parse({
  model: 'search',
  slo: ['p99<50ms'],
  fromRatePerSec: 100,
  toRatePerSec: 20_000,
  probeDurationNs: 1e9,
});

type Target = (ratePerSec: number) => ProbeOutcome['outcome'];

function find(target: Target, known: readonly ProbeOutcome[] = []) {
  const outcomes = [...known];
  for (;;) {
    const step = nextStep(search, outcomes);
    if (step.action === 'done')
      return { ...step, outcomes, belief: posteriorOf(search, countedOutcomes(outcomes)) };
    outcomes.push({ ratePerSec: step.ratePerSec, outcome: target(step.ratePerSec) });
  }
}

const wall =
  (limit: number): Target =>
  (rate) =>
    rate <= limit ? 'met' : 'missed';

/** A limit that is a slope, with a stall now and then. */
const noisy =
  (limit: number, slope: number, random: Random): Target =>
  (rate) => {
    if (random.nextFloat() < 0.02) return 'missed';
    return random.nextFloat() < 1 / (1 + Math.exp(Math.log(rate / limit) / slope)) ? 'met' : 'missed';
  };

describe('nextStep', () => {
  it('doubles to the first failure, then closes in', () => {
    const { outcome, outcomes, belief } = find(wall(1840));
    expect(outcome).toBe('found');
    expect(outcomes.slice(0, 6).map((o) => o.ratePerSec)).toEqual([100, 200, 400, 800, 1600, 3200]);
    expect(belief.quantile(0.5) / 1840).toBeCloseTo(1, 1);
    const [low, high] = belief.interval(SEARCH_CONFIDENCE);
    expect(low).toBeLessThanOrEqual(1840);
    expect(high).toBeGreaterThanOrEqual(1840);
    expect(high / low).toBeLessThan(1.06);
    expect(outcomes.length).toBeLessThanOrEqual(20);
  });

  it('says so when even the lowest rate fails, and does not believe a single failure', () => {
    const { outcome, outcomes } = find(() => 'missed');
    expect(outcome).toBe('below-range');
    expect(outcomes.length).toBeGreaterThanOrEqual(2);
    expect(outcomes.length).toBeLessThanOrEqual(4);
    expect(new Set(outcomes.map((o) => o.ratePerSec))).toEqual(new Set([100]));
  });

  it('says so when no rate fails, having tried the highest twice', () => {
    const { outcome, outcomes } = find(() => 'met');
    expect(outcome).toBe('above-range');
    expect(outcomes.slice(-2).map((o) => o.ratePerSec)).toEqual([20_000, 20_000]);
  });

  it('repeats a probe in which the generator was in trouble, and forgets it when it was for a moment', () => {
    let probes = 0;
    const { outcome, outcomes, belief } = find((rate) => (++probes === 4 ? 'generator' : wall(1840)(rate)));
    expect(outcomes.slice(0, 6).map((o) => o.ratePerSec)).toEqual([100, 200, 400, 800, 800, 1600]);
    expect(outcome).toBe('found');
    expect(belief.quantile(0.5) / 1840).toBeCloseTo(1, 1);
  });

  it('finds the limit of a generator that gives out whenever it is asked for more', () => {
    const { outcome, outcomes, belief } = find((rate) => (rate <= 1840 ? 'met' : 'generator'));
    expect(outcome).toBe('found');
    expect(belief.quantile(0.5) / 1840).toBeCloseTo(1, 1);
    expect(outcomes.length).toBeLessThan(search.maxProbes);
  });

  it('recovers from a stall on the way up', () => {
    let probes = 0;
    const { outcome, belief } = find((rate) => (++probes === 3 ? 'missed' : wall(1840)(rate)));
    expect(outcome).toBe('found');
    expect(belief.quantile(0.5) / 1840).toBeCloseTo(1, 1);
  });

  it('never goes more than one ramp step above what was met', () => {
    const random = createRandom(4);
    for (let i = 0; i < 20; i++) {
      const { outcomes } = find(noisy(150 * 1.25 ** i, 0.03, random));
      let highestMet = 0;
      for (const { ratePerSec, outcome } of outcomes) {
        expect(ratePerSec).toBeLessThanOrEqual(Math.max(search.fromRatePerSec, highestMet * search.growth));
        if (outcome === 'met') highestMet = Math.max(highestMet, ratePerSec);
      }
    }
  });

  it('goes on from any point to the same end', () => {
    const target = wall(5432);
    const whole = find(target);
    for (let k = 0; k <= whole.outcomes.length; k++) {
      expect(find(target, whole.outcomes.slice(0, k)).outcomes).toEqual(whole.outcomes);
    }
  });

  it('gives up at the most probes allowed', () => {
    const random = createRandom(9);
    const short = { ...search, maxProbes: 5 };
    const outcomes: ProbeOutcome[] = [];
    for (let step = nextStep(short, outcomes); step.action === 'probe'; step = nextStep(short, outcomes)) {
      outcomes.push({ ratePerSec: step.ratePerSec, outcome: random.nextFloat() < 0.5 ? 'met' : 'missed' });
    }
    expect(outcomes.length).toBeLessThanOrEqual(5);
    expect(nextStep(short, outcomes)).toMatchObject({ action: 'done' });
  });

  it.each([0.003, 0.01, 0.03])('covers the limit nineteen times in twenty, slope %f', (slope) => {
    const random = createRandom(21);
    const runs = 100;
    let covered = 0;
    let probes = 0;
    for (let i = 0; i < runs; i++) {
      const limit = 200 * 50 ** random.nextFloat();
      const { belief, outcomes } = find(noisy(limit, slope, random));
      const [low, high] = belief.interval(SEARCH_CONFIDENCE);
      if (low <= limit && limit <= high) covered++;
      probes += outcomes.length;
    }
    expect(covered / runs).toBeGreaterThanOrEqual(0.92);
    expect(probes / runs).toBeLessThan(36);
  });
});
