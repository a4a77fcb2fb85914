import { expect, test } from 'vitest';
import { expectClose } from '../testing/close.js';
import { inversionDistribution } from './inversions.js';
import { lowerTailSteps, signFlipDistribution, subsetSumDistribution, twoSidedBySum } from './subset-sum.js';

/** All sums of `size` of the values, by listing the subsets. */
function listedSums(values: readonly number[], size: number): number[] {
  if (size === 0) return [0];
  if (values.length < size) return [];
  const [first, ...rest] = values;
  return [...listedSums(rest, size - 1).map((sum) => sum + first!), ...listedSums(rest, size)];
}

test.each([
  { values: [1, 2, 3, 4, 5, 6], size: 3 },
  { values: [2, 5, 5, 9, 9, 9, 13], size: 2 },
  { values: [7, 7, 7], size: 2 },
  { values: [4, 10, 22], size: 3 },
])('sums of $size of $values are those of the listed subsets', ({ values, size }) => {
  const sums = listedSums(values, size);
  const { probability, offset, step } = subsetSumDistribution(values, size);
  probability.forEach((p, s) => {
    const listed = sums.filter((sum) => sum === offset + s * step).length / sums.length;
    expectClose(p, listed, 1e-14);
  });
  expectClose(
    probability.reduce((a, b) => a + b, 0),
    1,
    1e-14,
  );
});

test('sign flips are those of the listed patterns', () => {
  const values = [2, 4, 4, 7, 10];
  const sums = [0, 1, 2, 3, 4, 5].flatMap((size) => listedSums(values, size));
  const { probability, step } = signFlipDistribution(values);
  probability.forEach((p, s) => {
    expectClose(p, sums.filter((sum) => sum === s * step).length / 32, 1e-14);
  });
});

test('the two-sided probability counts what is as far out on either side', () => {
  const distribution = subsetSumDistribution([1, 2, 3, 4], 2);
  expectClose(twoSidedBySum(distribution, 3, 5), 2 / 6, 1e-14);
  expect(twoSidedBySum(distribution, 5, 5)).toBe(1);
});

test('the lower tail stops before it exceeds what is allowed', () => {
  const distribution = signFlipDistribution([1, 2, 3, 4, 5, 6]);
  expect(lowerTailSteps(distribution, 0.025)).toEqual({ steps: 1, probability: 1 / 64 });
  expect(lowerTailSteps(distribution, 0.01)).toEqual({ steps: 0, probability: 0 });
});

test('inversions of four values: 1, 3, 5, 6, 5, 3, 1 of 24 orders', () => {
  [1, 3, 5, 6, 5, 3, 1].forEach((orders, k) => {
    expectClose(inversionDistribution(4)[k]!, orders / 24, 1e-14);
  });
});
