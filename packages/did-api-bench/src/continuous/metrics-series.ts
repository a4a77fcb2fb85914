import type { HistorySeries } from '@benchwright/report';
import type { MetricsRow } from './metrics-csv.js';

interface Figure {
  readonly metric: string;
  readonly statistic: string;
  readonly unit: string;
  readonly better: 'higher' | 'lower';
  value(row: MetricsRow): number | null;
}

const inNs = (ms: number | null): number | null => (ms === null ? null : ms * 1e6);

const FIGURES: readonly Figure[] = [
  { metric: 'requestsPerSec', statistic: 'mean', unit: '/s', better: 'higher', value: ({ rps }) => rps },
  {
    metric: 'responseTimeNs',
    statistic: 'p50',
    unit: 'ns',
    better: 'lower',
    value: ({ p50Ms }) => inNs(p50Ms),
  },
  {
    metric: 'responseTimeNs',
    statistic: 'p95',
    unit: 'ns',
    better: 'lower',
    value: ({ p95Ms }) => inNs(p95Ms),
  },
  {
    metric: 'responseTimeNs',
    statistic: 'p99',
    unit: 'ns',
    better: 'lower',
    value: ({ p99Ms }) => inNs(p99Ms),
  },
];

/**
 * The figures of a metrics.csv over time, as `followSeries` of report takes them. A CSV does not say on which machine and with which settings
 * its rows were measured: that they are comparable is its owner's word, unlike a history's. Invalid runs are counted, not followed. Pure.
 */
export function metricsSeries(file: string, rows: readonly MetricsRow[]): HistorySeries[] {
  const cells = [...new Set(rows.map(({ cell }) => cell))];
  return cells.flatMap((cell) => {
    const own = rows.filter((row) => row.cell === cell);
    return FIGURES.flatMap((figure) => seriesOf(file, cell, own, figure));
  });
}

function seriesOf(file: string, cell: string, rows: readonly MetricsRow[], figure: Figure): HistorySeries[] {
  const valid = rows.filter(({ verdict }) => verdict !== 'invalid');
  const points = valid
    .flatMap((row) => {
      const value = figure.value(row);
      return value === null ? [] : [{ row, value }];
    })
    .map(({ row, value }) => ({
      run: row.run,
      startedAt: row.startedAt,
      git: null,
      value,
      interval: [null, null] as const,
      suspect: row.verdict === 'suspect',
      notes: [],
    }))
    .sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0));
  if (points.length === 0) return [];
  const { metric, statistic, unit, better } = figure;
  return [
    {
      name: { suite: 'did', cell, metric, statistic, machine: file, config: '' },
      ...{ unit, better, points },
      host: file,
      invalidRuns: rows.length - valid.length,
    },
  ];
}
