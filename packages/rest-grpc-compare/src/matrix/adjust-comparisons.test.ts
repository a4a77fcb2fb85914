import type { Comparison } from '@benchwright/result-schema';
import { createRandom, pairedDifference } from '@benchwright/stats';
import { describe, expect, it } from 'vitest';
import { adjustForMany } from './adjust-comparisons.js';

function comparison(pValue: number | null, metric = 'responseTimeNs'): Comparison {
  return {
    metric,
    unit: 'ns',
    better: 'lower',
    statistic: 'p50',
    base: { cell: 'a', estimate: 1 },
    head: { cell: 'b', estimate: 2 },
    difference: { estimate: 1, interval: [0.5, 1.5] },
    ratio: { estimate: 2, interval: [1.5, 2.5] },
    confidence: 0.95,
    n: 5,
    method: '',
    pValue,
    winner: pValue !== null && pValue <= 0.05 ? 'a' : null,
    warnings: [],
  };
}

describe('many comparisons', () => {
  it('need clearer differences than one: winners that chance would make are held back, and it is said', () => {
    const [clear, unclear, ...rest] = adjustForMany([
      comparison(0.001),
      comparison(0.04),
      ...Array.from({ length: 8 }, () => comparison(0.5)),
    ]);
    expect(clear!.winner).toBe('a');
    expect(unclear).toMatchObject({
      winner: null,
      warnings: [
        {
          code: 'NOT_AMONG_SO_MANY',
          text: 'p is 0.040 alone and 0.20 among 10 comparisons (Benjamini-Hochberg)',
        },
      ],
    });
    expect(rest.every(({ winner, warnings }) => winner === null && warnings.length === 0)).toBe(true);
  });

  it('of one metric do not count for another, and those without a test not at all', () => {
    const adjusted = adjustForMany([
      comparison(0.04),
      ...Array.from({ length: 8 }, () => comparison(0.5, 'requestsPerSec')),
      ...Array.from({ length: 8 }, () => comparison(null)),
    ]);
    expect(adjusted[0]!.winner).toBe('a');
    expect(adjustForMany([])).toEqual([]);
  });

  it('of equal contenders name hardly ever a winner: 5 % of runs, not of comparisons', () => {
    const random = createRandom(11);
    const sample = (): number[] => Array.from({ length: 5 }, () => random.nextNormal());
    let runsWithWinner = 0;
    for (let run = 0; run < 500; run++) {
      const comparisons = Array.from({ length: 24 }, () =>
        comparison(pairedDifference(sample(), sample()).pValue),
      );
      if (adjustForMany(comparisons).some(({ winner }) => winner !== null)) runsWithWinner++;
    }
    expect(runsWithWinner / 500).toBeLessThan(0.08);
  });
});
