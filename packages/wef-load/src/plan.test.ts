import { createPacer } from '@benchwright/load-driver';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type WefConfigInput, wefConfigSchema } from './config.js';
import { eventsOfTrials, planWef } from './plan.js';
import { mostBatches } from './trial-extent.js';

const planOf = (input: WefConfigInput) => planWef(wefConfigSchema.parse(input), 1).cells[0]!;
const eventsOf = (input: WefConfigInput) => eventsOfTrials(wefConfigSchema.parse(input));

/** Arrivals due before the end of a schedule, counted by asking the pacer. */
function arrivals(load: ReturnType<typeof planOf>['trialLoads'][number]): number {
  if (!('durationNs' in load)) throw new Error('not paced');
  const pacer = createPacer(load, 1);
  let count = 0;
  while (pacer(0, count) < load.durationNs) count++;
  return count;
}

describe('planWef', () => {
  it('is the baseline of the original when nothing is said', () => {
    expect(planOf({})).toMatchObject({
      trialLoads: [{ model: 'iterations', count: 50, concurrency: 8 }],
      factors: { load: 'unlimited' },
    });
  });

  it('offers exactly the events asked for: so many arrivals are due, whatever the rate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3_000_000 }),
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        (events, batchSize, rate) => {
          fc.pre(events / batchSize < 20_000);
          const [load] = planOf({ events, batchSize, rate, connections: 1 }).trialLoads;
          const batches = Math.ceil(events / batchSize);
          expect(arrivals(load!)).toBe(batches);
          expect(mostBatches(load!)).toBeGreaterThanOrEqual(batches);
        },
      ),
    );
  });

  it('makes a duration at a rate as many events, the last batch smaller if it must be', () => {
    expect(eventsOf({ durationSecs: 60, rate: 10_000 })).toEqual([600_000]);
    expect(eventsOf({ durationSecs: 1, rate: 10_500 })).toEqual([10_500]);
    expect(planOf({ durationSecs: 1, rate: 10_500 }).trialLoads).toMatchObject([
      { model: 'constant', ratePerSec: 10.5, durationNs: 1e9 },
    ]);
  });

  it('a run whose last batch is half empty lasts half a batch less: its events are due at the rate', () => {
    expect(planOf({ events: 4500, batchSize: 1000, rate: 2000 }).trialLoads).toMatchObject([
      { ratePerSec: 2, durationNs: 2.25e9 },
    ]);
  });

  it('divides a total among trials, and never multiplies it', () => {
    expect(eventsOf({ events: 1001, trials: 4 })).toEqual([251, 250, 250, 250]);
    expect(planOf({ durationSecs: 9, trials: 3 }).trialLoads).toMatchObject(
      Array(3).fill({ model: 'closed', durationNs: 3e9 }),
    );
  });

  it('turns stages and searches from events into batches', () => {
    expect(planOf({ load: '0-100k/s:10s,100k/s:20s' }).trialLoads).toEqual([
      {
        model: 'stages',
        startRatePerSec: 0,
        stages: [
          { toRatePerSec: 100, overNs: 10e9 },
          { toRatePerSec: 100, overNs: 20e9 },
        ],
      },
    ]);
    const { search } = planOf({
      load: { model: 'search', from: '10k/s', to: '200k/s' },
      slo: ['p99<100ms'],
      batchSize: 500,
    });
    expect(search).toMatchObject({ fromRatePerSec: 20, toRatePerSec: 400, slo: ['p99<100ms'] });
  });
});
