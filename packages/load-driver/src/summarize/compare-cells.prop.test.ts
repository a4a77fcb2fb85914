import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareTrialValues } from './compare-cells.js';

function compare(base: readonly number[], head: readonly number[]) {
  return compareTrialValues({
    metric: 'responseTimeNs',
    like: { unit: 'ns', better: 'lower', statistic: 'p50' },
    base: { cell: 'base', perTrial: base },
    head: { cell: 'head', perTrial: head },
  })!;
}

const rounds = fc.integer({ min: 2, max: 12 }).chain((n) => {
  const side = fc.array(fc.double({ min: 0.01, max: 1e9, noNaN: true }), { minLength: n, maxLength: n });
  return fc.tuple(side, side);
});

it('says the same by its ratio as by its difference: which side is larger, and whether that is shown', () => {
  fc.assert(
    fc.property(rounds, ([base, head]) => {
      const { base: of, head: to, difference, ratio, winner } = compare(base, head);
      const [low, high] = ratio.interval;
      expect(ratio.estimate).toBe(to.estimate! / of.estimate!);
      // Rounding may part them where the sides are equal to the last digit.
      const scale = Math.max(...base, ...head);
      fc.pre(Math.abs(difference.estimate!) > scale * 1e-9);
      expect(ratio.estimate! > 1).toBe(difference.estimate! > 0);
      const [lowest, highest] = difference.interval;
      const near = Math.min(Math.abs(lowest!), Math.abs(highest!));
      fc.pre(low !== null && high !== null && near > scale * 1e-9);
      expect(low! > 1 || high! < 1).toBe(winner !== null);
    }),
    { seed: 8, numRuns: 40 },
  );
});

it('does not turn round where trials scatter so widely that geometric means would', () => {
  const [base, head] = [
    [1, 16, 1, 16],
    [6, 6, 6, 6],
  ];
  const logarithms = (values: readonly number[]): number => values.reduce((sum, v) => sum + Math.log(v), 0);
  expect(logarithms(head)).toBeGreaterThan(logarithms(base));
  const { base: of, head: to, difference, ratio } = compare(base, head);
  expect([of.estimate, to.estimate]).toEqual([8.5, 6]);
  expect(difference.estimate).toBeLessThan(0);
  expect(ratio.estimate).toBeCloseTo(6 / 8.5, 12);
});

it('has no ratio to a mean of zero, and no interval of one trial', () => {
  expect(compare([0, 0], [1, 2]).ratio).toEqual({ estimate: null, interval: [null, null] });
  expect(compare([2], [3]).ratio).toEqual({ estimate: 1.5, interval: [null, null] });
});
