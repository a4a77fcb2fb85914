import type { Load } from '@benchwright/result-schema';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createPacer, type Pacer } from './pacer.js';
import { sliceLoad, slicePacer } from './slice-load.js';

const of = fc.integer({ min: 1, max: 9 });

it('parts of a closed load sum to the whole, and none is empty-handed with work', () => {
  fc.assert(
    fc.property(
      of,
      fc.integer({ min: 1, max: 1e5 }),
      fc.integer({ min: 1, max: 200 }),
      (n, count, concurrency) => {
        const parts = (load: Load): Load[] =>
          Array.from({ length: n }, (_, index) => sliceLoad(load, { index, of: n })).filter(
            (part) => part !== null,
          );
        const closed = parts({ model: 'closed', concurrency, durationNs: 1e9 });
        expect(closed.reduce((sum, p) => sum + ('concurrency' in p ? p.concurrency : 0), 0)).toBe(
          concurrency,
        );
        const counted = parts({ model: 'iterations', count, concurrency });
        expect(counted.reduce((sum, p) => sum + ('count' in p ? p.count : 0), 0)).toBe(count);
        expect(counted.every((p) => 'concurrency' in p && p.concurrency >= 1)).toBe(true);
        const atOnce = counted.reduce((sum, p) => sum + ('concurrency' in p ? p.concurrency : 0), 0);
        expect(atOnce).toBeLessThanOrEqual(concurrency);
      },
    ),
  );
});

function dueTimes(pacer: Pacer): number[] {
  const due: number[] = [];
  for (let k = 0; ; k++) {
    const at = pacer(0, k);
    if (at === Number.POSITIVE_INFINITY) return due;
    due.push(at);
  }
}

const openLoad: fc.Arbitrary<Load> = fc.oneof(
  fc.record({
    model: fc.constantFrom('constant' as const, 'poisson' as const),
    ratePerSec: fc.double({ min: 1, max: 500, noNaN: true }),
    durationNs: fc.constant(1e9),
  }),
  fc.record({
    model: fc.constant('stages' as const),
    startRatePerSec: fc.integer({ min: 0, max: 300 }),
    stages: fc.array(
      fc.record({ toRatePerSec: fc.integer({ min: 0, max: 300 }), overNs: fc.constant(5e8) }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
);

it('slices of an open load are its schedule, arrival for arrival', () => {
  fc.assert(
    fc.property(of, openLoad, fc.nat(), (n, load, seed) => {
      const whole = dueTimes(createPacer(load, seed));
      const slices = Array.from({ length: n }, (_, index) =>
        dueTimes(slicePacer(createPacer(load, seed), { index, of: n })),
      );
      expect(slices.flat().sort((a, b) => a - b)).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});
