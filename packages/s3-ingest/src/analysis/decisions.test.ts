import { expect, test } from 'vitest';
import { cellPoints, resampledPoints } from './cell-bootstrap.js';
import type { CellTrial } from './cell-trial.js';
import { cheapestConfiguration } from './cheapest-configuration.js';
import { cheapestView, paretoView } from './decision-views.js';
import { dominates, paretoFront } from './pareto-front.js';
import { madeTrials } from './testing/made-trials.js';
import { TEXT_WIDTH } from './text-columns.js';

/** One cell: p95 in ms of each round, objects per second, dollars. */
function cell(cellId: string, p95Ms: readonly number[], objectsPerSec: number, usd: number): CellTrial[] {
  return p95Ms.map((ms, round) => ({
    cellId,
    factors: { id: cellId },
    round,
    latencyP50Ns: (ms / 2) * 1e6,
    latencyP95Ns: ms * 1e6,
    latencyMeanNs: (ms / 1.8) * 1e6,
    objectsPerSec,
    bytesPerSec: objectsPerSec * 1024,
    usdPerMillionObjects: usd,
  }));
}

const cheapSlow = cell('cheap', [90, 92, 91, 89, 90], 10, 5);
const middle = cell('middle', [48, 53, 49, 52, 50], 10, 6);
const fastDear = cell('dear', [20, 21, 20, 19, 20], 10, 9);
const beaten = cell('beaten', [95, 96, 94, 95, 97], 9, 7);

test('the front is what no other configuration beats in everything', () => {
  const { points } = paretoFront([...beaten, ...fastDear, ...cheapSlow, ...middle]);
  expect(points.map(({ cellId, isOnFront }) => [cellId, isOnFront])).toEqual([
    ['cheap', true],
    ['middle', true],
    ['beaten', false],
    ['dear', true],
  ]);
  expect(['cheap', 'middle']).toContain(points[2]!.dominatedBy);
  expect(points[2]!.frontShare).toBe(0);
  expect(points[2]!.standing).toBe('out');
  expect(points.filter(({ standing }) => standing === 'sure')).toHaveLength(3);
});

test('equal configurations do not beat each other', () => {
  const [a, b] = cellPoints([...cell('a', [50, 51], 10, 5), ...cell('b', [50, 51], 10, 5)]);
  expect(dominates(a!, b!)).toBe(false);
  expect(dominates(b!, a!)).toBe(false);
});

test('a configuration that may or may not be beaten is open', () => {
  const rival = cell('rival', [40, 60, 45, 55, 51], 10, 6.1);
  const point = paretoFront([...middle, ...rival, ...cheapSlow]).points.find(
    ({ cellId }) => cellId === 'rival',
  );
  expect(point?.standing).toBe('open');
  expect(point?.frontShare).toBeGreaterThan(0.05);
  expect(point?.frontShare).toBeLessThan(0.95);
});

test('shares come from the seed', () => {
  const trials = madeTrials({ noise: 0.2 });
  expect(paretoFront(trials, { seed: 4, resamples: 200 })).toEqual(
    paretoFront(trials, { seed: 4, resamples: 200 }),
  );
  expect(paretoFront(trials, { seed: 4, resamples: 200 })).not.toEqual(
    paretoFront(trials, { seed: 5, resamples: 200 }),
  );
});

test('whole rounds are drawn, so that what a round did to all cells stays together', () => {
  // Round 1 is ten times slower for both: their ratio is the same in every resample.
  const both = [...cell('a', [10, 100, 10, 10], 1, 1), ...cell('b', [20, 200, 20, 20], 1, 1)];
  for (const [a, b] of resampledPoints(both, { resamples: 50 })) {
    expect(b!.latencyP95Ns / a!.latencyP95Ns).toBeCloseTo(2, 10);
  }
  // A cell that misses a round: each is drawn by itself, and the ratio moves.
  const uneven = both.filter((_, i) => i !== 7);
  const ratios = resampledPoints(uneven, { resamples: 50 }).map(
    ([a, b]) => b!.latencyP95Ns / a!.latencyP95Ns,
  );
  expect(new Set(ratios.map((ratio) => ratio.toFixed(6))).size).toBeGreaterThan(2);
});

test('the cheapest shown to meet the limit, and a cheaper one that may', () => {
  const result = cheapestConfiguration([...cheapSlow, ...middle, ...fastDear], { maxP95Ns: 51e6 });
  expect(result.shown?.cellId).toBe('dear');
  expect(result.cheaperNotShown?.cellId).toBe('middle');
  expect(result.candidates.map(({ cellId, outcome }) => [cellId, outcome])).toEqual([
    ['cheap', 'misses'],
    ['middle', 'not-shown'],
    ['dear', 'meets'],
  ]);
  const [cheap, open, dear] = result.candidates;
  expect(cheap?.meetsShare).toBe(0);
  expect(dear?.meetsShare).toBe(1);
  expect(open!.cheapestShare + dear!.cheapestShare).toBeCloseTo(1, 10);
  expect(result.noneShare).toBe(0);
});

test('the interval is the t interval of the logarithms', () => {
  const [candidate] = cheapestConfiguration(cell('a', [40, 50, 62.5], 1, 1), { maxP95Ns: 1e9 }).candidates;
  // Logarithms 50 ± ln 1.25: half width 4.302652729911275 · ln 1.25 / √3.
  const half = (4.302652729911275 * Math.log(1.25)) / Math.sqrt(3);
  expect(candidate!.p95IntervalNs[0] / 50e6).toBeCloseTo(Math.exp(-half), 9);
  expect(candidate!.p95IntervalNs[1] / 50e6).toBeCloseTo(Math.exp(half), 9);
});

test('no configuration meets the limit', () => {
  const result = cheapestConfiguration([...cheapSlow, ...fastDear], { maxP95Ns: 1e6 });
  expect(result.shown).toBeNull();
  expect(result.cheaperNotShown).toBeNull();
  expect(result.noneShare).toBe(1);
  expect(cheapestView(result)).toContain('none is shown to meet it.');
});

test('one trial shows nothing, however good', () => {
  const result = cheapestConfiguration([...cell('a', [1], 1, 1), ...cell('b', [500], 1, 2)], {
    maxP95Ns: 100e6,
  });
  expect(result.candidates.map(({ outcome }) => outcome)).toEqual(['not-shown', 'not-shown']);
  expect(result.shown).toBeNull();
  expect(result.cheaperNotShown?.cellId).toBe('a');
  expect(result.noneShare).toBeNaN();
  const front = paretoFront([...cell('a', [1], 1, 1)]);
  expect(front.points[0]?.isOnFront).toBe(true);
  expect(front.points[0]?.frontShare).toBeNaN();
  expect(paretoView(front)).toContain('One trial per configuration');
});

test('trials in which nothing came through are no points; none at all is an empty answer', () => {
  const broken = cell('broken', [Number.NaN, Number.NaN], 0, 3);
  expect(paretoFront([...broken, ...middle]).points.map(({ cellId }) => cellId)).toEqual(['middle']);
  expect(paretoFront([]).points).toEqual([]);
  expect(cheapestConfiguration([], { maxP95Ns: 1 }).shown).toBeNull();
  expect(paretoView(paretoFront([]))).toContain('0 of 0');
});

test('the views keep to 80 columns', () => {
  const trials = madeTrials({ noise: 0.1 }).map((trial) => ({
    ...trial,
    cellId: `ingest-events-of-a-long-name ${trial.cellId}`,
  }));
  const text =
    paretoView(paretoFront(trials)) + cheapestView(cheapestConfiguration(trials, { maxP95Ns: 60e6 }));
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(TEXT_WIDTH);
  expect(paretoView(paretoFront([...beaten, ...fastDear, ...cheapSlow, ...middle]))).toMatchInlineSnapshot(`
    "Pareto front of cost, p95 and throughput

    configuration  $/million      p95  objects/s  on front
    cheap                 $5  90.4 ms       10/s     100 %  sure
    middle                $6  50.4 ms       10/s     100 %  sure
    dear                  $9    20 ms       10/s     100 %  sure

    1 of 4 configurations are surely dominated and not shown.
    sure: on the front in at least 95 % of 2000 bootstrap resamples of rounds (seed
      1).
    "
  `);
  expect(
    cheapestView(cheapestConfiguration([...cheapSlow, ...middle, ...fastDear], { maxP95Ns: 51e6 })),
  ).toMatchInlineSnapshot(`
    "Cheapest with p95 below 51 ms: dear at $9 per million objects. middle at $6 may
      meet it: the limit lies within its interval, and more trials would tell.

    configuration  $/million      p95          95 %             cheapest
    cheap                 $5  90.4 ms    89–91.8 ms  misses          0 %
    middle                $6  50.4 ms    47.9–53 ms  not shown      80 %
    dear                  $9    20 ms  19.1–20.9 ms  meets          20 %

    cheapest: share of 2000 resamples of rounds in which it is the one (seed 1);
      none: 0 %.
    "
  `);
});
