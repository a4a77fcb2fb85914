import type { Load } from '@benchwright/result-schema';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { warmUpParts } from './warm-up-parts.js';

it('offers what the whole warm-up offers, in one part or two', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 2000 }), (count, concurrency) => {
      const parts = warmUpParts({ model: 'iterations', count, concurrency });
      const counts = parts.map((part) => (part.model === 'iterations' ? part.count : Number.NaN));
      expect(counts.reduce((sum, n) => sum + n, 0)).toBe(count);
      expect(Math.min(...counts)).toBeGreaterThanOrEqual(Math.min(count, Math.max(500, concurrency)));
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e11 }), (durationNs) => {
      const parts = warmUpParts({ model: 'poisson', ratePerSec: 10, durationNs });
      const durations = parts.map((part) => ('durationNs' in part ? part.durationNs : Number.NaN));
      expect(durations.reduce((sum, n) => sum + n, 0)).toBe(durationNs);
      expect(parts).toHaveLength(durationNs < 200e6 ? 1 : 2);
    }),
  );
});

it('leaves stages whole: their halves are not the same shape', () => {
  const load: Load = { model: 'stages', startRatePerSec: 0, stages: [{ toRatePerSec: 100, overNs: 10e9 }] };
  expect(warmUpParts(load)).toEqual([load]);
});
