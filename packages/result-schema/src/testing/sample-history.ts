import type { HistoryCell, HistoryNote } from '../schema/history.js';

/** A line of a history. */
export function sampleHistoryCell(change: Partial<HistoryCell> = {}): HistoryCell {
  return {
    type: 'cell',
    v: 1,
    run: '20261121T010203-ab12cd',
    suite: 'http',
    cell: 'get',
    factors: {},
    startedAt: '2026-11-21T01:02:03.000Z',
    machine: '0123456789abcdef',
    host: 'bench-1',
    config: 'c0ffee00',
    git: { commit: 'a'.repeat(40), branch: 'main', dirty: false },
    verdict: 'valid',
    reasons: [],
    metrics: {
      responseTimeNs: {
        unit: 'ns',
        better: 'lower',
        statistic: 'p50',
        n: 5,
        estimate: 1_000_000,
        interval: [990_000, 1_010_000],
        confidence: 0.95,
        percentiles: { '50': 1_000_000, '95': 2_000_000, '99': 3_000_000 },
      },
    },
    ...change,
  };
}

export const sampleNote: HistoryNote = {
  type: 'note',
  v: 1,
  at: '2026-11-21T02:00:00.000Z',
  run: '20261121T010203-ab12cd',
  text: 'new disk',
};
