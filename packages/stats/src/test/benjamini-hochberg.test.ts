import { expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { expectClose } from '../testing/close.js';
import { benjaminiHochberg } from './benjamini-hochberg.js';

test('as p.adjust of R, in input order', () => {
  benjaminiHochberg(reference.effects.adjust).forEach((adjusted, i) => {
    expectClose(adjusted, reference.effects.adjusted[i]!);
  });
  benjaminiHochberg([0.04, 0.01, 0.04, 1, 0]).forEach((adjusted, i) => {
    expectClose(adjusted, reference.effects.adjustedTies[i]!);
  });
});

test('a comparison without a test does not count', () => {
  expect(benjaminiHochberg([0.01, Number.NaN, 0.02])).toEqual([0.02, Number.NaN, 0.02]);
  expect(benjaminiHochberg([])).toEqual([]);
});

test('what is no p-value is thrown back', () => {
  for (const p of [-0.1, 1.1]) {
    expect(() => benjaminiHochberg([0.5, p])).toThrow(
      expect.objectContaining({ code: 'ERR_STATS_BAD_ARGUMENT' }),
    );
  }
});
