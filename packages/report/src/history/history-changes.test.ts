import { describe, expect, it } from 'vitest';
import { acceptanceOf, contentOf, historyOf, runOn } from '../testing/history-fixture.js';
import { changeText } from './change-text.js';
import { type FollowOptions, followSeries, type HistoryChange } from './history-changes.js';
import { historySeries } from './history-series.js';

/** Annual number of explosions in British coal mines that killed ten or more, 1851–1961 (Jarrett 1979, corrected from Maguire et al. 1952). */
const COAL_MINES = [
  4, 5, 4, 0, 1, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4,
  2, 1, 3, 2, 2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2,
  1, 0, 0, 0, 1, 1, 0, 2, 3, 3, 1, 1, 2, 1, 1, 1, 1, 2, 4, 2, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0,
  1, 0, 1,
];

type Cells = ReturnType<typeof historyOf>;
type Acceptances = ReturnType<typeof acceptanceOf>[];

const P50 = { statistic: 'p50' } as const;

function changesOf(
  cells: Cells,
  acceptances: Acceptances = [],
  options: FollowOptions = {},
): readonly HistoryChange[] {
  const series = historySeries(contentOf(cells), P50);
  expect(series).toHaveLength(1);
  return followSeries(series, acceptances, options)[0]!.changes;
}

describe('changes of a series', () => {
  it('finds the one change of the coal mines, near 1890 (Carlin, Gelfand and Smith 1992: 1891, give or take two years)', () => {
    const changes = changesOf(COAL_MINES.map((count, year) => runOn(year, count)));
    expect(changes).toHaveLength(1);
    const [{ at, verdict, change }] = changes as [HistoryChange];
    expect(Math.abs(1851 + at - 1891)).toBeLessThanOrEqual(2);
    expect(verdict).toBe('improved');
    // About 3.1 a year before and 0.9 after.
    expect(change?.estimate).toBeCloseTo(0.92 / 3.1 - 1, 1);
  });

  it('tells a change by the commit that first shows it, its size and its interval', () => {
    const cells = historyOf([
      [20, 1],
      [15, 1.12],
    ]);
    const [followed] = followSeries(historySeries(contentOf(cells), P50), []);
    const [change] = followed!.changes;
    expect(change).toMatchObject({ at: 20, verdict: 'regressed', open: true, accepted: null });
    expect(change?.lastBefore.run).toBe('r00019');
    expect(changeText(change!, followed!.series)).toMatch(
      /^since 1000014 \(2026-01-21\) p50 of response time of verification is 12 % higher, 95 % interval 1[01] % to 1[23] % \(1\.0\d+ ms → 1\.1\d+ ms\)$/,
    );
    expect(followed?.levels.map(({ from, to }) => [from, to])).toEqual([
      [0, 20],
      [20, 35],
    ]);
  });

  it('knows what is better', () => {
    const rates = historyOf([
      [20, 1],
      [15, 0.9],
    ]).map((cell) => ({
      ...cell,
      metrics: {
        requestsPerSec: { ...cell.metrics.responseTimeNs!, unit: '1/s', better: 'higher' as const },
      },
    }));
    const [change] = changesOf(rates);
    expect(change).toMatchObject({ verdict: 'regressed', open: true });
    expect(change?.change?.interval[1]).toBeLessThan(0);
  });

  it('leaves out what is smaller than asked for, and joins the stretches beside it', () => {
    const cells = historyOf(
      [
        [20, 1],
        [20, 1.05],
        [20, 1.5],
      ],
      { noise: 0.005 },
    );
    expect(changesOf(cells).map(({ at }) => at)).toEqual([20, 40]);
    const [only, ...none] = changesOf(cells, [], { minChangeShare: 0.1 });
    expect(none).toEqual([]);
    expect(only).toMatchObject({ at: 40 });
    expect(only?.before).toBeCloseTo(1.025e6, -4);
  });

  it('finds no change in nine hundred and fifty of a thousand steady histories, all series of a history together', () => {
    let falseAlarms = 0;
    for (let i = 0; i < 100; i++) {
      const cells = Array.from({ length: 5 }, (_, k) =>
        historyOf([[30, 1]], { noise: 0.05, seed: `steady ${i} ${k}` }).map((cell) => ({
          ...cell,
          cell: `c${k}`,
        })),
      ).flat();
      const followed = followSeries(historySeries(contentOf(cells), P50), [], { minChangeShare: 0 });
      if (followed.some(({ changes }) => changes.length > 0)) falseAlarms++;
    }
    // Binomial(100, 0.05): 12 or more have a probability of 0.004.
    expect(falseAlarms).toBeLessThan(12);
  });

  it('reports no second change after a real one, more often than where nothing happened', () => {
    let falseAlarms = 0;
    for (let i = 0; i < 60; i++) {
      const changes = changesOf(
        historyOf(
          [
            [20, 1],
            [8, i % 2 === 0 ? 0.8 : 1.12],
          ],
          { noise: 0.02, seed: `after ${i}` },
        ),
        [],
        { minChangeShare: 0 },
      );
      expect(changes.length).toBeGreaterThan(0);
      if (changes.length > 1) falseAlarms++;
    }
    // Binomial(60, 0.01): 4 or more have a probability of 0.003.
    expect(falseAlarms).toBeLessThan(4);
  });

  it('finds 5 % at 2 % noise within eight runs nine times in ten, where it happened or a run beside it', () => {
    let [found, inPlace] = [0, 0];
    for (let i = 0; i < 100; i++) {
      const [change] = changesOf(
        historyOf(
          [
            [30, 1],
            [8, 1.05],
          ],
          { noise: 0.02, seed: `step ${i}` },
        ),
      );
      if (change?.verdict === 'regressed') found++;
      if (change !== undefined && Math.abs(change.at - 30) <= 1) inPlace++;
    }
    expect(found).toBeGreaterThanOrEqual(90);
    expect(inPlace).toBeGreaterThanOrEqual(80);
  });

  it('sees a change among the last runs of a long history, and an old one too, each once', () => {
    const cells = historyOf(
      [
        [2000, 1],
        [2990, 1.3],
        [10, 1.6],
      ],
      { noise: 0.05 },
    );
    const changes = changesOf(cells);
    expect(changes).toHaveLength(2);
    expect(Math.abs(changes[0]!.at - 2000)).toBeLessThanOrEqual(5);
    expect(Math.abs(changes[1]!.at - 4990)).toBeLessThanOrEqual(1);
    const seam = changesOf(
      historyOf(
        [
          [1500, 1],
          [500, 1.3],
        ],
        { noise: 0.05 },
      ),
    );
    expect(seam.map(({ at }) => Math.abs(at - 1500) <= 5)).toEqual([true]);
  });

  it('is the same with the same seed, and names a change the same while its first run is', () => {
    const cells = historyOf([
      [20, 1],
      [15, 1.12],
    ]);
    expect(changesOf(cells, [], { seed: 3 })).toEqual(changesOf(cells, [], { seed: 3 }));
    const later = [...cells, runOn(35, 1.12e6), runOn(36, 1.121e6)];
    expect(changesOf(later)[0]?.id).toBe(changesOf(cells)[0]?.id);
    expect(changesOf(cells)[0]?.id).toMatch(/^[0-9a-f]{7}$/);
  });

  it('has no ratio where the level was zero', () => {
    const cells = [...Array(15).fill(0), ...Array(15).fill(0.2)].map((value, day) => runOn(day, value));
    const [followed] = followSeries(historySeries(contentOf(cells), P50), []);
    expect(followed?.changes[0]).toMatchObject({ at: 15, change: null, verdict: 'regressed', open: true });
    expect(changeText(followed!.changes[0]!, followed!.series)).toMatch(/is higher \(0 ns → 0\.2/);
  });
});

describe('what is no open regression', () => {
  it('one that was made good', () => {
    const [worse, better] = changesOf(
      historyOf([
        [20, 1],
        [15, 1.2],
        [15, 1],
      ]),
    );
    expect(worse).toMatchObject({ verdict: 'regressed', open: false, accepted: null });
    expect(better).toMatchObject({ verdict: 'improved', open: false });
  });

  it('one that was accepted: by its run, a later one, or for its series alone', () => {
    const cells = historyOf([
      [20, 1],
      [15, 1.2],
    ]);
    const [{ series }] = changesOf(cells) as [HistoryChange];
    for (const acceptance of [
      acceptanceOf('r00020'),
      acceptanceOf('r00030'),
      acceptanceOf('r00020', { series }),
    ]) {
      expect(changesOf(cells, [acceptance])[0]).toMatchObject({ accepted: acceptance, open: false });
    }
    const others = [
      acceptanceOf('r00010'),
      acceptanceOf('none'),
      acceptanceOf('r00020', { series: { ...series, statistic: 'p95' } }),
    ];
    expect(changesOf(cells, others)[0]).toMatchObject({ accepted: null, open: true });
  });

  it('an accepted one stays accepted when it is placed a run later; a new one after it does not', () => {
    const cells = historyOf([
      [20, 1],
      [15, 1.2],
    ]);
    expect(changesOf(cells, [acceptanceOf('r00019')])[0]?.open).toBe(true);
    // The run accepted already had the new level, though the change is placed after it.
    const moved = cells.map((cell, day) => (day === 19 ? runOn(19, 1.13e6) : cell));
    const [change] = changesOf(moved, [acceptanceOf('r00019')]);
    expect(change).toMatchObject({ open: false });

    const again = historyOf(
      [
        [20, 1],
        [15, 1.2],
        [15, 1.5],
      ],
      { seed: 'again' },
    );
    expect(changesOf(again, [acceptanceOf('r00020')]).map(({ open }) => open)).toEqual([false, true]);
  });
});
