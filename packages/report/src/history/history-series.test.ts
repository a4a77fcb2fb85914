import { describe, expect, it } from 'vitest';
import { contentOf, historyOf, runOn } from '../testing/history-fixture.js';
import { historyRuns } from './history-runs.js';
import { historySeries } from './history-series.js';

describe('historySeries', () => {
  it('keeps machines, configs, cells and statistics apart', () => {
    const cells = [
      runOn(0, 1),
      runOn(1, 2, { machine: 'other' }),
      runOn(2, 3, { config: 'other' }),
      runOn(3, 4, { cell: 'other' }),
      runOn(4, 5),
    ];
    const series = historySeries(contentOf(cells));
    expect(
      series.map(({ name: { statistic }, points }) => [statistic, points.map(({ value }) => value)]),
    ).toEqual([
      ['p50', [1, 5]],
      ['p95', [2, 10]],
      ['p50', [2]],
      ['p95', [4]],
      ['p50', [3]],
      ['p95', [6]],
      ['p50', [4]],
      ['p95', [8]],
    ]);
    expect(historySeries(contentOf(cells), { machine: 'other', statistic: 'p95' })).toHaveLength(1);
    expect(historySeries(contentOf(cells), { suite: 'none' })).toEqual([]);
    expect(historySeries(contentOf(cells), { metric: 'none' })).toEqual([]);
  });

  it('leaves invalid runs out and counts them, marks suspect ones, and has what people wrote', () => {
    const cells = [runOn(0, 1), runOn(1, 99, { verdict: 'invalid' }), runOn(2, 2, { verdict: 'suspect' })];
    const note = {
      type: 'note' as const,
      v: 1 as const,
      at: cells[0]!.startedAt,
      run: 'r00002',
      text: 'new disk',
    };
    const [series] = historySeries(contentOf(cells, { notes: [note] }));
    expect(series?.points.map(({ value, suspect, notes }) => [value, suspect, notes])).toEqual([
      [1, false, []],
      [2, true, ['new disk']],
    ]);
    expect(series?.invalidRuns).toBe(1);
    expect(historySeries(contentOf([runOn(1, 99, { verdict: 'invalid' })]))).toEqual([]);
  });

  it('takes a statistic by its first word, and does not show it twice', () => {
    const cell = runOn(0, 1);
    const metric = { ...cell.metrics.responseTimeNs!, statistic: 'p50, mean over trials' };
    const content = contentOf([{ ...cell, metrics: { responseTimeNs: metric } }]);
    expect(historySeries(content).map(({ name }) => name.statistic)).toEqual([
      'p50, mean over trials',
      'p95',
    ]);
    expect(historySeries(content, { statistic: 'p50' })).toHaveLength(1);
  });

  it('skips runs without the figure, and takes the latest when asked', () => {
    const none = runOn(1, 1);
    const empty = {
      ...none,
      metrics: { responseTimeNs: { ...none.metrics.responseTimeNs!, estimate: null } },
    };
    const [series] = historySeries(contentOf([runOn(0, 1), empty, runOn(2, 3), runOn(3, 4)]), { last: 2 });
    expect(series?.points.map(({ run }) => run)).toEqual(['r00002', 'r00003']);
  });
});

it('historyRuns groups cells by run, with the worst verdict', () => {
  const cells = historyOf([[2, 1]]);
  const more = { ...cells[1]!, cell: 'other', verdict: 'invalid' as const };
  const runs = historyRuns(contentOf([...cells, more]));
  expect(runs.map(({ run, verdict, cells: of }) => [run, verdict, of.length])).toEqual([
    ['r00000', 'valid', 1],
    ['r00001', 'invalid', 2],
  ]);
});
