import fc from 'fast-check';
import { expect, it } from 'vitest';
import { constantPacer, poissonPacer, stagesPacer } from './pacer.js';

const rate = fc.double({ min: 0.01, max: 1e5, noNaN: true });
const stages = fc.array(
  fc.record({
    toRatePerSec: fc.double({ min: 0, max: 1e4, noNaN: true }),
    overNs: fc.double({ min: 1e6, max: 1e10, noNaN: true }),
  }),
  { minLength: 1, maxLength: 5 },
);

it('due times never go back, whatever the schedule', () => {
  fc.assert(
    fc.property(rate, stages, fc.nat(), (ratePerSec, list, seed) => {
      for (const pacer of [
        constantPacer(ratePerSec, 1e9),
        poissonPacer(ratePerSec, 1e9, seed),
        stagesPacer(ratePerSec, list),
      ]) {
        let before = 0;
        for (let k = 0; k < 200; k++) {
          const due = pacer(0, k);
          expect(due).toBeGreaterThanOrEqual(before);
          before = due;
        }
      }
    }),
    { numRuns: 60 },
  );
});

it('never exceeds what the schedule asks for: arrivals up to t are at most the integral of the rate, plus one', () => {
  fc.assert(
    fc.property(stages, fc.integer({ min: 0, max: 500 }), (list, k) => {
      const due = stagesPacer(0, list)(0, k);
      if (due === Number.POSITIVE_INFINITY) return;
      expect(k).toBeLessThanOrEqual(integral(list, due) + 1);
    }),
    { numRuns: 200 },
  );
});

function integral(list: readonly { toRatePerSec: number; overNs: number }[], untilNs: number): number {
  let total = 0;
  let from = 0;
  let begin = 0;
  for (const { toRatePerSec, overNs } of list) {
    const span = Math.min(Math.max(0, untilNs - begin), overNs);
    const atEnd = from + ((toRatePerSec - from) * span) / overNs;
    total += (((from + atEnd) / 2) * span) / 1e9;
    begin += overNs;
    from = toRatePerSec;
  }
  return total;
}
