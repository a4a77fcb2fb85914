import { factorialAnova } from '@benchwright/stats';
import { expect, test } from 'vitest';
import { analyseEffects } from './analyse-effects.js';
import { effectsView } from './effects-view.js';
import { interactionView } from './interaction-view.js';
import { madeTrials } from './testing/made-trials.js';
import { TEXT_WIDTH } from './text-columns.js';

const doubled = (memory: number, _batch: number, concurrency: number) =>
  memory === 512 && concurrency === 10 ? 2 : 1;

test('known effects are found with their size, and what is none is not', () => {
  const analysis = analyseEffects(madeTrials());
  const shown = analysis.terms.filter(({ adjustedPValue }) => adjustedPValue < 0.01).map(({ name }) => name);
  expect(shown).toEqual(['memory', 'batch']);
  const ratio = analysis.ratios.find(
    ({ factor, baseline, candidate }) => factor === 'memory' && baseline === 512 && candidate === 2048,
  );
  expect(ratio?.interval[0]).toBeLessThan(0.5);
  expect(ratio?.interval[1]).toBeGreaterThan(0.5);
  expect(ratio?.interval[1]).toBeLessThan(0.55);
  expect(analysis.ratios).toHaveLength(3 + 3 + 1);
  expect(analysis.normality.pValue).toBeGreaterThan(0.01);
});

test('an interaction is found where there is one, and the summary warns of averages over it', () => {
  const analysis = analyseEffects(madeTrials({ extra: doubled }));
  const term = analysis.terms.find(({ name }) => name === 'memory × concurrency');
  expect(term?.adjustedPValue).toBeLessThan(1e-6);
  expect(effectsView(analysis)).toContain('Interactions are shown (memory × concurrency');
});

test('rounds are blocks: their drift is not noise', () => {
  const trials = madeTrials();
  const analysis = analyseEffects(trials);
  const round = analysis.terms.find(({ isBlock }) => isBlock);
  expect(round?.pValue).toBeLessThan(1e-6);
  expect(round?.adjustedPValue).toBeNaN();
  const without = factorialAnova(
    trials.map(({ latencyP95Ns }) => Math.log(latencyP95Ns)),
    ['memory', 'batch', 'concurrency'].map((name) => ({
      name,
      levels: trials.map(({ factors }) => factors[name]!),
    })),
  );
  expect(analysis.anova.residual.meanSquare).toBeLessThan(without.residual.meanSquare / 2);
});

test('a ratio has the same size whichever level came first, and goes from the smaller level up', () => {
  const forwards = analyseEffects(madeTrials()).ratios;
  const backwards = analyseEffects(madeTrials().reverse()).ratios;
  for (const { factor, baseline, candidate, ratio, interval } of forwards) {
    expect(Number(baseline)).toBeLessThan(Number(candidate));
    const other = backwards.find(
      (row) => row.factor === factor && row.baseline === baseline && row.candidate === candidate,
    );
    expect(other?.ratio).toBeCloseTo(ratio, 10);
    expect(other?.interval[0]).toBeCloseTo(interval[0], 10);
    expect(other?.interval[1]).toBeCloseTo(interval[1], 10);
  }
});

test('one trial per cell: the highest interaction stands for noise', () => {
  const analysis = analyseEffects(madeTrials({ rounds: 1 }));
  expect(analysis.order).toBe(2);
  expect(analysis.anova.residual.df).toBe(4);
  expect(analysis.terms.map(({ name }) => name)).not.toContain('memory × batch × concurrency');
});

test('missing cells: named, and ratios come from the highest model that can tell them', () => {
  const trials = madeTrials().filter(
    ({ factors }) => !(factors.memory === 2048 && factors.concurrency === 10),
  );
  const analysis = analyseEffects(trials);
  expect(analysis.warnings[0]?.code).toBe('EMPTY_CELLS');
  expect(analysis.ratios.every(({ ratio }) => Number.isFinite(ratio))).toBe(true);
  const plot = analysis.plots.find(
    ({ xFactor, lineFactor }) => xFactor === 'memory' && lineFactor === 'batch',
  );
  expect(plot?.lines[0]?.points.map(({ isIncomplete }) => isIncomplete)).toEqual([false, false, true]);
  expect(interactionView(plot!, analysis.metric)).toContain('* some combinations');
});

test('trials without a value are left out and counted; nothing left is no crash', () => {
  const trials = madeTrials();
  const failed = trials.map((trial, i) => (i < 3 ? { ...trial, latencyP95Ns: Number.NaN } : trial));
  expect(analyseEffects(failed).leftOut).toBe(3);
  expect(effectsView(analyseEffects(failed))).toContain('3 trials without a value');
  expect(analyseEffects([]).terms).toEqual([]);
  expect(effectsView(analyseEffects([]))).toContain('0 trials');
});

test('a single cell has no factor that varies, and says so', () => {
  const one = madeTrials().filter(({ cellId }) => cellId === 'm512 b1 c0');
  const analysis = analyseEffects(one);
  expect(analysis.warnings.map(({ code }) => code)).toContain('ONE_LEVEL');
});

test('points of a plot are geometric means with the noise of the whole model', () => {
  const trials = madeTrials({ noise: 0.02 });
  const { plots } = analyseEffects(trials);
  expect(plots.map(({ xFactor, lineFactor }) => `${xFactor}/${lineFactor}`)).toEqual([
    'memory/batch',
    'memory/concurrency',
    'batch/concurrency',
  ]);
  const point = plots[0]!.lines[0]!.points[0]!;
  const logs = trials
    .filter(({ factors }) => factors.memory === 512 && factors.batch === 1)
    .map(({ latencyP95Ns }) => Math.log(latencyP95Ns));
  expect(Math.log(point.mean)).toBeCloseTo(logs.reduce((sum, value) => sum + value, 0) / logs.length, 10);
  expect(point.interval[0]).toBeLessThan(point.mean);
  expect(point.interval[1]).toBeGreaterThan(point.mean);
  expect(point.trials).toBe(12);
});

test('the views keep to 80 columns, and throughput is read as such', () => {
  const analysis = analyseEffects(madeTrials({ extra: doubled }), { metric: 'bytesPerSec' });
  const text =
    effectsView(analysis) + analysis.plots.map((plot) => interactionView(plot, 'bytesPerSec')).join('');
  for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(TEXT_WIDTH);
  expect(text).toContain('MB/s');
  expect(effectsView(analysis)).toMatchInlineSnapshot(`
    "What changes the throughput (108 trials, logarithms, type II)

    effect                        df         F       p  p adj.    η²G   η²p 95 %
    memory                         2   4426.35  <0.001  <0.001  0.977  0.99–0.99
    batch                          2  67890.32  <0.001  <0.001  0.998  1.00–1.00
    concurrency                    1    704.67  <0.001  <0.001  0.774  0.85–0.92
    round                          5     24.25  <0.001       -  0.588  0.43–0.66
    memory × batch                 4      0.94   0.446   0.520  0.018  0.00–0.11
    memory × concurrency           2    598.68  <0.001  <0.001  0.853  0.91–0.95
    batch × concurrency            2      0.54   0.586   0.586  0.005  0.00–0.08
    memory × batch × concurrency   4      3.09   0.020   0.028  0.057  0.00–0.23
    residual                      85

    Interactions are shown (memory × concurrency, memory × batch × concurrency): the
      ratios below average over effects that differ.

    ratio between levels   ratio  95 %, all together  p adj.
    memory 512 → 1024      ×1.99       ×1.93 … ×2.05  <0.001
    memory 512 → 2048      ×2.83       ×2.74 … ×2.91  <0.001
    memory 1024 → 2048     ×1.42       ×1.38 … ×1.47  <0.001
    batch 1 → 10           ×7.89       ×7.65 … ×8.14  <0.001
    batch 1 → 100          ×62.6       ×60.7 … ×64.6  <0.001
    batch 10 → 100         ×7.94        ×7.7 … ×8.19  <0.001
    concurrency 0 → 10    ×0.784     ×0.764 … ×0.804  <0.001
    "
  `);
  expect(interactionView(analysis.plots[1]!, 'bytesPerSec')).toMatchInlineSnapshot(`
    "throughput, memory by concurrency (geometric means, intervals below)

    concurrency        memory 512     memory 1024     memory 2048
    0                   1.01 MB/s       1.43 MB/s       2.05 MB/s
                  0.989–1.03 MB/s   1.4–1.46 MB/s      2–2.1 MB/s
    10                 0.506 MB/s       1.41 MB/s          2 MB/s
                 0.495–0.518 MB/s  1.38–1.44 MB/s  1.95–2.04 MB/s
    "
  `);
});
