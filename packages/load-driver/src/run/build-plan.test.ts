import type { PlanCell } from '@benchwright/result-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildPlan, splitIterations } from './build-plan.js';

function cell(id: string, trials: number): PlanCell {
  return { id, factors: { name: id }, trialLoads: splitIterations(100, trials, 2) };
}

describe('buildPlan', () => {
  it('holds every trial once, round by round, and depends on the seed alone', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 }),
        (seed, trials) => {
          const cells = trials.map((n, i) => cell(`c${i}`, n));
          const plan = buildPlan(cells, seed);
          expect(buildPlan(cells, seed)).toEqual(plan);
          const rounds = plan.order.map((step) => step.trial);
          expect(rounds).toEqual([...rounds].sort((a, b) => a - b));
          expect(new Set(plan.order.map((s) => `${s.cell}/${s.trial}`)).size).toBe(
            trials.reduce((a, b) => a + b, 0),
          );
        },
      ),
    );
  });

  it('does not always let the same cell go first', () => {
    const plan = buildPlan([cell('a', 50), cell('b', 50)], 1);
    const first = plan.order.filter((_, i) => i % 2 === 0).map((step) => step.cell);
    expect(first.filter((id) => id === 'a').length).toBeGreaterThan(10);
    expect(first.filter((id) => id === 'b').length).toBeGreaterThan(10);
  });
});

describe('splitIterations', () => {
  it('sums to the total exactly, with parts that differ by one at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 50 }), (total, trials) => {
        const counts = splitIterations(total, trials, 1).map((load) =>
          load.model === 'iterations' ? load.count : Number.NaN,
        );
        expect(counts.reduce((a, b) => a + b, 0)).toBe(total);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        expect(counts).toHaveLength(Math.min(total, trials));
      }),
    );
  });
});
