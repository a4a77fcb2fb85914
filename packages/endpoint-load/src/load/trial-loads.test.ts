import { createPacer, searchField } from '@benchwright/load-driver';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LoadSettings, loadName, trialLoads, warmupLoad } from './trial-loads.js';

const settings = (change: Partial<LoadSettings> = {}): LoadSettings => ({
  load: null,
  rate: null,
  duration: 10e9,
  requests: null,
  connections: 10,
  pipeline: 1,
  trials: null,
  warmup: null,
  ...change,
});

describe('the loads of the trials', () => {
  it('are a closed loop for a fifth of the time each, unless more is said', () => {
    expect(trialLoads(settings({ pipeline: 3 }))).toEqual(
      new Array(5).fill({ model: 'closed', concurrency: 30, durationNs: 2e9 }),
    );
  });

  it('are open with a rate, which may be a fraction', () => {
    expect(trialLoads(settings({ rate: 0.5, trials: 1 }))).toEqual([
      { model: 'constant', ratePerSec: 0.5, durationNs: 10e9 },
    ]);
    expect(trialLoads(settings({ rate: 7, load: 'poisson', trials: 2 }))[1]).toEqual({
      model: 'poisson',
      ratePerSec: 7,
      durationNs: 5e9,
    });
  });

  it('hold the whole of the stages, once unless asked for more', () => {
    expect(trialLoads(settings({ load: '5/s:1s' }))).toHaveLength(1);
    expect(trialLoads(settings({ load: '5/s:1s', trials: 3 }))).toHaveLength(3);
  });

  it('sum to the requests asked for, exactly, in both models', () => {
    const rates = fc.option(fc.double({ min: 0.01, max: 1e6, noNaN: true }), { nil: null });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 9 }),
        rates,
        (requests, trials, rate) => {
          const loads = trialLoads(settings({ requests, trials, rate }));
          expect(loads).toHaveLength(Math.min(requests, trials));
          const counts = loads.map((load) => {
            if (load.model === 'iterations') return load.count;
            const pacer = createPacer(load, 1);
            let count = 0;
            while (pacer(0, count) < Number.POSITIVE_INFINITY) count++;
            return count;
          });
          expect(counts.reduce((a, b) => a + b, 0)).toBe(requests);
        },
      ),
    );
  });
});

describe('the warm-up', () => {
  it('is three seconds of the same, and none when requests are counted', () => {
    expect(warmupLoad(settings())).toEqual({ model: 'closed', concurrency: 10, durationNs: 3e9 });
    expect(warmupLoad(settings({ rate: 5 }))).toEqual({ model: 'constant', ratePerSec: 5, durationNs: 3e9 });
    expect(warmupLoad(settings({ requests: 100 }))).toBeNull();
    expect(warmupLoad(settings({ requests: 100, warmup: 5 }))).toMatchObject({ durationNs: 5 });
    expect(warmupLoad(settings({ warmup: 0 }))).toBeNull();
  });

  it('before a search is as much as the connections can do: its first rate would warm nothing', () => {
    expect(warmupLoad(settings({ load: 'search' }))).toMatchObject({ model: 'closed', concurrency: 10 });
  });

  it('never exceeds the mean rate of stages', () => {
    expect(warmupLoad(settings({ load: '0-100/s:10s,100/s:10s' }))).toMatchObject({ ratePerSec: 75 });
  });
});

it('a load is called what the user called it', () => {
  expect([
    loadName(settings()),
    loadName(settings({ rate: 1 })),
    loadName(settings({ load: '1/s:1s' })),
    loadName(settings({ load: searchField.parse({ model: 'search' }) })),
  ]).toEqual(['closed', 'constant', '1/s:1s', 'search']);
});
