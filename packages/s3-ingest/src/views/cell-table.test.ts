import type { CellResult } from '@benchwright/result-schema';
import { expect, it } from 'vitest';
import { HANDLER_LATENCY } from '../runner/trial-figures.js';
import { METRICS } from '../summarize/metric-names.js';
import { cellTable } from './cell-table.js';
import { costTable } from './cost-table.js';

/** Figures as wide as they get: five characters each. */
function cell(id: string, verdict: 'valid' | 'invalid'): CellResult {
  const latency = { percentiles: { '50': 12_345e6, '95': 12_345e6 } };
  const figures = [METRICS.objectsPerSec, METRICS.throttles, METRICS.usdPerMillion, METRICS.s3Requests];
  const metrics = {
    ...Object.fromEntries(figures.map((name) => [name, { estimate: 0.123 }])),
    responseTimeNs: latency,
    [HANDLER_LATENCY]: latency,
    [METRICS.bytesPerSec]: { estimate: 12_345e6 },
    [METRICS.billed]: { estimate: 12_345e6 },
  };
  const counts = { sent: 50, failed: 50, dropped: 0 };
  const ceiling = { measured: { ratePerSec: 12_345 } };
  const result = {
    id,
    factors: { workload: 'events' },
    validity: { verdict },
    trials: 1,
    metrics,
    counts,
    ceiling,
  };
  return result as unknown as CellResult;
}

it('marks an invalid row in the margin, says what the mark means, and keeps the width of the others', () => {
  const name = 'm2048-b100-rc50';
  const valid = cellTable([cell(`events-${name}`, 'valid')]);
  const [title, , row = '', legend, ...more] = cellTable([cell(`events-${name}`, 'invalid')]);
  expect(title).toContain('ms');
  expect(row).toBe(valid[2]?.replace(/^ /, '!'));
  expect([row, valid[2]].map((line) => [...(line ?? '')].length <= 80)).toEqual([true, true]);
  expect(legend).toBe('! invalid: not to be relied on');
  expect(more).toEqual([]);
  expect(valid.join('\n')).not.toContain('!');
});

it('gives a name that is too long a line of its own, within 80 columns', () => {
  const long = 'm10240-b100-rc50-required-unsigned';
  const cells = [cell('events-m512-b1-rc0', 'valid'), cell(`events-${long}`, 'invalid')];
  for (const lines of [cellTable(cells), costTable(cells)]) {
    expect(lines.filter((line) => [...line].length > 80)).toEqual([]);
  }
  const [, header = '', short = '', name, figures = ''] = cellTable(cells);
  expect(name).toBe(`! ${long}`);
  expect(figures.slice(20)).toBe(short.slice(20));
  expect([figures.length, header.length]).toEqual([short.length, short.length]);
});
