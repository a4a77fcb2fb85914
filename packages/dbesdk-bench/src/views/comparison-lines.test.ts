import type { Comparison } from '@benchwright/result-schema';
import { expect, it } from 'vitest';
import { comparisonLines } from './comparison-lines.js';

/** Rounds that scatter: rates of 10, 40 and 290 against 30, 60 and 120 a second. */
const scattered: Comparison = {
  metric: 'requestsPerSec',
  unit: '1/s',
  better: 'higher',
  statistic: 'rate',
  base: { cell: 'throughput-1000', estimate: 340 / 3 },
  head: { cell: 'throughput-1000-plain', estimate: 70 },
  difference: { estimate: -130 / 3, interval: [-311, 224] },
  // The third root of 3 × 1.5 × 0.414.
  ratio: { estimate: 1.23, interval: [0.1, 15] },
  confidence: 0.95,
  n: 3,
  method: 'paired t; geometric mean ratio, paired t of logarithms',
  pValue: 0.56,
  winner: null,
  warnings: [],
};

it('the quotient lies on the same side as the difference that stands beside it, however the rounds scatter', () => {
  const [title, row] = comparisonLines([scattered]);
  expect(title).toMatch(/means/);
  expect(row).toMatch(
    /throughput-1000-plain against throughput-1000 +rate +×0\.62 +-43\.3\d* \/s +\(95 %: -311.* to 224.*no measurable difference/,
  );
  const [, other] = comparisonLines([
    {
      ...scattered,
      base: scattered.head,
      head: scattered.base,
      difference: { estimate: 130 / 3, interval: [-224, 311] },
    },
  ]);
  expect(other).toMatch(/×1\.62 +\+43\.3/);
});

it('without a mean above zero there is no quotient', () => {
  const [, none] = comparisonLines([{ ...scattered, base: { ...scattered.base, estimate: 0 } }]);
  expect(none).toMatch(/ – +-43\.3/);
});
