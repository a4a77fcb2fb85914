import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isClose } from '../testing/close.js';
import type { FactorialAnova } from './anova-types.js';
import type { Factor } from './factor.js';
import { factorialAnova } from './factorial-anova.js';
import { marginalContrasts } from './marginal-contrasts.js';

const value = fc.integer({ min: -500, max: 500 });

interface Drawn {
  readonly y: number[];
  readonly factors: Factor[];
}

/** Two or three crossed factors of 2–3 levels, 2–3 repeats in each cell, in a fixed order. */
const balanced: fc.Arbitrary<Drawn> = fc
  .record({
    sizes: fc.array(fc.integer({ min: 2, max: 3 }), { minLength: 2, maxLength: 3 }),
    repeats: fc.integer({ min: 2, max: 3 }),
  })
  .chain(({ sizes, repeats }) => {
    const n = sizes.reduce((product, size) => product * size, repeats);
    return fc.array(value, { minLength: n, maxLength: n }).map((y) => ({ y, factors: crossed(sizes, n) }));
  });

/** The same with observations left out. */
const uneven: fc.Arbitrary<Drawn> = balanced.chain((drawn) =>
  fc
    .array(fc.boolean(), { minLength: drawn.y.length, maxLength: drawn.y.length })
    .map((kept) => keep(drawn, (i) => kept[i]! || i % 2 === 0)),
);

function crossed(sizes: readonly number[], n: number): Factor[] {
  let stride = 1;
  return sizes.map((size, f) => {
    const step = stride;
    stride *= size;
    return { name: `f${f}`, levels: Array.from({ length: n }, (_, i) => Math.floor(i / step) % size) };
  });
}

function keep({ y, factors }: Drawn, chosen: (i: number) => boolean): Drawn {
  return {
    y: y.filter((_, i) => chosen(i)),
    factors: factors.map(({ name, levels }) => ({ name, levels: levels.filter((_, i) => chosen(i)) })),
  };
}

/** Equal F tests, whatever the order of terms. Sums that are rounding beside the whole count as zero. */
function expectSameTests(actual: FactorialAnova, expected: FactorialAnova, scale = 1): void {
  const rounding = 1e-9 * (expected.totalSumSquares + 1);
  for (const term of expected.terms) {
    const other = actual.terms.find(
      ({ factors }) => factors.slice().sort().join() === term.factors.slice().sort().join(),
    );
    expect(other?.df).toBe(term.df);
    const difference = Math.abs(other!.sumSquares / scale ** 2 - term.sumSquares);
    expect(difference, `${term.name}: ${other!.sumSquares} and ${term.sumSquares}`).toBeLessThanOrEqual(
      rounding,
    );
    if (expected.residual.sumSquares > rounding && term.sumSquares > rounding) {
      expect(isClose(other!.pValue, term.pValue, 1e-5), `p of ${term.name}`).toBe(true);
    }
  }
  expect(actual.residual.df).toBe(expected.residual.df);
}

test('balanced: types I and II are one, and the terms add up to the total', () => {
  fc.assert(
    fc.property(balanced, ({ y, factors }) => {
      const two = factorialAnova(y, factors);
      expectSameTests(factorialAnova(y, factors, { sumsOfSquares: 'I' }), two);
      const sum = two.terms.reduce((total, { sumSquares }) => total + sumSquares, two.residual.sumSquares);
      expect(Math.abs(sum - two.totalSumSquares)).toBeLessThanOrEqual(1e-9 * (1 + two.totalSumSquares));
      expect(two.cells.isBalanced).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('the order of observations, of levels and of factors does not matter', () => {
  fc.assert(
    fc.property(uneven, fc.func(fc.integer()), ({ y, factors }, shuffle) => {
      const expected = factorialAnova(y, factors);
      const order = y.map((_, i) => i).sort((a, b) => shuffle(a) - shuffle(b));
      const mixed = factors
        .map(({ name, levels }) => ({ name, levels: order.map((i) => `l${levels[i]}`) }))
        .reverse();
      const actual = factorialAnova(
        order.map((i) => y[i]!),
        mixed,
      );
      expectSameTests(actual, expected);
    }),
    { numRuns: 50 },
  );
});

test('shifting changes nothing, scaling scales sums of squares by the square', () => {
  fc.assert(
    fc.property(
      uneven,
      fc.integer({ min: -1000, max: 1000 }),
      fc.constantFrom(-3, 0.5, 1024),
      ({ y, factors }, shift, scale) => {
        const moved = y.map((entry) => scale * entry + shift);
        expectSameTests(factorialAnova(moved, factors), factorialAnova(y, factors), scale);
      },
    ),
    { numRuns: 50 },
  );
});

test('in type I the terms and the residual always add up to the total', () => {
  fc.assert(
    fc.property(uneven, ({ y, factors }) => {
      const table = factorialAnova(y, factors, { sumsOfSquares: 'I' });
      const sum = table.terms.reduce(
        (total, { sumSquares }) => total + sumSquares,
        table.residual.sumSquares,
      );
      expect(Math.abs(sum - table.totalSumSquares)).toBeLessThanOrEqual(1e-9 * (1 + table.totalSumSquares));
    }),
    { numRuns: 50 },
  );
});

test('balanced: a contrast is the difference of the plain means, and exchanging the sides changes its sign', () => {
  fc.assert(
    fc.property(balanced, ({ y, factors }) => {
      for (const { factor, baseline, candidate, estimate } of marginalContrasts(y, factors)) {
        const { levels } = factors.find(({ name }) => name === factor)!;
        const mean = (level: string | number) => {
          const values = y.filter((_, i) => levels[i] === level);
          return values.reduce((sum, entry) => sum + entry, 0) / values.length;
        };
        expect(Math.abs(estimate - (mean(candidate) - mean(baseline)))).toBeLessThan(1e-9);
      }
    }),
    { numRuns: 50 },
  );
});
