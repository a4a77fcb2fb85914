import type { SearchResult } from '@benchwright/result-schema';
import { expect, test } from 'vitest';
import { renderSearchCurve } from './search.js';

const point = (ratePerSec: number, responseP99Ns: number | null, met: number, probes = 1) => ({
  ratePerSec,
  answeredPerSec: ratePerSec,
  responseMeanNs: responseP99Ns,
  responseP50Ns: responseP99Ns === null ? null : responseP99Ns / 2,
  responseP99Ns,
  errorShare: met === 0 ? 0.004 : 0,
  probes,
  met,
});

const search: SearchResult = {
  slo: ['p99<50ms'],
  outcome: 'found',
  limitedBy: 'target',
  ratePerSec: 1840.4,
  interval: [1790, 1880],
  confidence: 0.95,
  method: '',
  curve: [point(100, 2e6, 1), point(1600, 4e6, 1), point(1840.4, 60e6, 0), point(3200, 900e6, 0, 2)],
  kneeRatePerSec: 1600,
  probes: [],
  statement: '',
};

test('latency against rate, with the knee and the limit in their places', () => {
  expect(renderSearchCurve(search)).toBe(
    `
  rate /s  p50 ms  p99 ms  errors  met     p99, logarithmic
      100    1.00    2.00     0 %  yes     █
    1,600    2.00    4.00     0 %  yes     ███               ← knee
    1,840                                                    ← limit
    1,840   30.00   60.00  0.40 %  no      █████████
    3,200  450.00  900.00  0.40 %  0 of 2  ████████████████
`.slice(1),
  );
});

test('narrow pages lose the bar first, and no line exceeds them', () => {
  for (const columns of [30, 40, 60]) {
    const lines = renderSearchCurve(search, { columns }).split('\n');
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(columns);
  }
  expect(renderSearchCurve(search, { columns: 60 })).not.toContain('█');
  expect(renderSearchCurve(search, { columns: 40 })).toContain('← limit');
});

test('a search without a limit, without answers, without probes', () => {
  expect(renderSearchCurve({ ...search, outcome: 'above-range' })).not.toContain('limit');
  expect(renderSearchCurve({ ...search, curve: [point(100, null, 0)] })).toContain('–');
  expect(renderSearchCurve({ ...search, curve: [] })).toBe('');
});
