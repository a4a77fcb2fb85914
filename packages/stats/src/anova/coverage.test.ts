import { expect, test } from 'vitest';
import { binomialQuantile } from '../distribution/binomial.js';
import { createRandom, type Random } from '../random/random.js';
import { expectCoverage, simulateCoverage } from '../testing/coverage.js';
import { factorialAnova } from './factorial-anova.js';
import { marginalContrasts } from './marginal-contrasts.js';

/** A 3×2 design in four blocks with three observations missing; all means are equal, blocks differ. */
function unevenNull(random: Random) {
  const rows = Array.from({ length: 24 }, (_, i) => ({
    a: i % 3,
    b: Math.floor(i / 3) % 2,
    block: Math.floor(i / 6),
  }));
  const kept = rows.filter((_, i) => i !== 2 && i !== 9 && i !== 20);
  const y = kept.map(({ block }) => 3 * block + random.nextNormal());
  const factors = [
    { name: 'a', levels: kept.map(({ a }) => a) },
    { name: 'b', levels: kept.map(({ b }) => b) },
    { name: 'block', levels: kept.map(({ block }) => block), isBlock: true },
  ];
  return { y, factors };
}

test('all intervals of marginal contrasts together hold at least as often as they say', () => {
  // Every true difference is 0: all are held if the one that reaches highest and the one that reaches lowest enclose it.
  const coverage = simulateCoverage(1000, 0, (random) => {
    const { y, factors } = unevenNull(random);
    const contrasts = marginalContrasts(y, factors);
    return [
      Math.max(...contrasts.map(({ interval }) => interval[0])),
      Math.min(...contrasts.map(({ interval }) => interval[1])),
    ];
  });
  // Šidák's inequality is conservative: contrasts of one factor depend on each other.
  expectCoverage(coverage, 0.95, 0.98);
});

test('F tests in unbalanced blocks reject a true null as often as they say', () => {
  const random = createRandom('anova size');
  const repeats = 1000;
  const rejected = new Map<string, number>();
  for (let repeat = 0; repeat < repeats; repeat++) {
    const { y, factors } = unevenNull(random.fork(repeat));
    for (const { name, isBlock, pValue } of factorialAnova(y, factors).terms) {
      if (!isBlock && pValue <= 0.05) rejected.set(name, (rejected.get(name) ?? 0) + 1);
    }
  }
  for (const name of ['a', 'b', 'a × b']) {
    expect(rejected.get(name), name).toBeGreaterThan(binomialQuantile(1e-4, repeats, 0.05));
    expect(rejected.get(name), name).toBeLessThan(binomialQuantile(1 - 1e-4, repeats, 0.05));
  }
});
