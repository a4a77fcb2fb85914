import { Histogram } from '@benchwright/stats';
import { describe, expect, test } from 'vitest';
import type { ReportInput, TrialFacts } from '../../input/report-input.js';
import { realInput, resultFixture } from '../../testing/fixtures.js';
import { shownCells } from '../shown-cells.js';
import { partsChart, percentileChart } from './percentile-chart.js';
import { latencyChart, throughputChart, usageChart } from './time-chart.js';

const real = realInput();

describe('the percentile chart', () => {
  const chart = percentileChart(shownCells([real]));

  test('has a curve per cell and latency, rising, that ends with the highest value', () => {
    const [response] = chart?.variants ?? [];
    expect(response?.series.map(({ label }) => label)).toEqual(real.result.cells.map(({ id }) => id));
    for (const [i, { x, y }] of (response?.series ?? []).entries()) {
      expect([...x]).toEqual([...x].sort((a, b) => a - b));
      expect([...y]).toEqual([...y].sort((a, b) => Number(a) - Number(b)));
      const histogram = Histogram.decode(real.result.cells[i]?.metrics.responseTimeNs?.histogram ?? '');
      expect([x.at(-1), y.at(-1)]).toEqual([histogram.count, histogram.max]);
      // p99 stands at 1 ÷ (1 − 0.99) = 100.
      const at99 = x.findIndex((value) => value >= 99.99);
      expect(y[at99]).toBeGreaterThanOrEqual(histogram.quantileValue(0.98));
      expect(y[at99]).toBeLessThanOrEqual(histogram.quantileValue(0.995));
    }
  });

  test('the parts of one cell’s time are curves beside each other', () => {
    const parts = partsChart(shownCells([real]));
    expect(parts?.variants.map(({ name }) => name)).toEqual(['rest', 'grpc']);
    expect(parts?.variants[0]?.series.map(({ label }) => label).slice(0, 2)).toEqual([
      'response time',
      'service time',
    ]);
  });

  test('runs laid over each other have a line each, named by run', () => {
    const two = percentileChart(
      shownCells([
        { ...real, label: 'a' },
        { ...real, label: 'b' },
      ]),
    );
    expect(two?.variants[0]?.series.map(({ label, color }) => [label, color])).toEqual([
      ['a: rest', 1],
      ['a: grpc', 2],
      ['b: rest', 3],
      ['b: grpc', 4],
    ]);
  });

  test('a result without distributions has none', () => {
    expect(percentileChart(shownCells([{ ...real, result: resultFixture('two-cells') }]))).toBeNull();
  });
});

describe('charts over time', () => {
  const trial = real.trials[0]!;
  const series = {
    intervalNs: 1e9,
    offered: [100, 100, 10],
    ok: [100, 0, 10],
    failed: [0, 100, 0],
    responseP50Ns: [1e6, 0, 2e6],
    responseP99Ns: [3e6, 0, 4e6],
    responseMaxNs: [5e6, 0, 6e6],
  };
  /** Two trials of 2.5 s, a second of warm-up before each, four seconds apart. */
  function inputOf(durationNs = 2.5e9): ReportInput {
    const [cell] = real.result.cells;
    const facts = [0, 1].map(
      (number): TrialFacts => ({
        ...trial,
        cell: cell!.id,
        trial: number,
        startedAtMs: 1000 + number * 4000,
        durationNs,
        warmupNs: 1e9,
      }),
    );
    const cells = [
      {
        ...cell!,
        series: [0, 1].map((number) => ({ trial: number, series })),
        health: cell!.health.slice(0, 2),
      },
    ];
    return { ...real, result: { ...real.result, cells }, trials: facts };
  }

  test('rates are of the time that was measured, trials are set apart, warm-ups shaded', () => {
    const chart = throughputChart(shownCells([inputOf()]));
    expect(chart?.bands).toEqual([
      [0, 1],
      [4, 5],
    ]);
    const [answered, offered, failed] = chart?.variants ?? [];
    // The last half second had 10 answers: 20 a second.
    expect(answered?.series[0]?.y).toEqual([100, 0, 20, null, 100, 0, 20]);
    expect(answered?.series[0]?.x).toEqual([1.5, 2.5, 3.25, 3.251, 5.5, 6.5, 7.25]);
    expect(offered?.series[0]?.y[0]).toBe(100);
    expect([failed?.name, failed?.series[0]?.y[1]]).toEqual(['failed', 100]);
  });

  test('a sliver of an interval is no rate', () => {
    const chart = throughputChart(shownCells([inputOf(2.1e9)]));
    expect(chart?.variants[0]?.series[0]?.y).toEqual([100, 0, null, 100, 0]);
  });

  test('there is no latency where nothing was answered', () => {
    const chart = latencyChart(shownCells([inputOf()]));
    expect(chart?.variants.map(({ name }) => name)).toEqual(['p99', 'p50', 'maximum']);
    expect(chart?.variants[0]?.series[0]?.y.slice(0, 3)).toEqual([3e6, null, 4e6]);
  });

  test('CPU is in cores, a point per trial', () => {
    const input = inputOf();
    const chart = usageChart(shownCells([input]));
    const used = input.result.cells[0]?.health[0]?.target?.cpuNs ?? Number.NaN;
    expect(chart?.variants[0]?.series[0]?.y[0]).toBeCloseTo(used / 2.5e9, 9);
  });

  test('without records trials are laid end to end', () => {
    const chart = throughputChart(shownCells([{ ...inputOf(), trials: [] }]));
    expect(chart?.bands).toEqual([]);
    expect(chart?.variants[0]?.series[0]?.x.at(-1)).toBe(5.5);
  });
});
