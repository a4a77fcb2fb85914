import { describe, expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { Moments } from '../moments/moments.js';
import { median } from '../quantile/quantile.js';
import { codes, expectClose } from '../testing/close.js';
import { adjustedTails } from './bca.js';
import { bcaBootstrap, percentileBootstrap, type Statistic } from './bootstrap.js';

const mean: Statistic = (sample) => Moments.of(sample).mean;
const stddev: Statistic = (sample) => Moments.of(sample).stddev;
const { five } = reference.data;
const six = reference.bootstraps.samples;

describe('approaches the ideal bootstrap, which R computed from all nⁿ resamples', () => {
  test.each([
    ['mean of six', six, mean, reference.bootstraps.mean],
    ['mean of five', five, mean, reference.bootstraps.meanSmall],
    ['standard deviation of six', six, stddev, reference.bootstraps.sd],
  ])('%s', (_, samples, statistic, ideal) => {
    const options = { confidence: ideal.level, resamples: 100_000, seed: 5 };
    const spread = stddev(Float64Array.from(samples));
    const percentile = percentileBootstrap(samples, statistic, options).interval;
    const bca = bcaBootstrap(samples, statistic, options).interval;
    // 100,000 draws know a 5 % point to ± 0.07 %; the distribution is a staircase, so in units of the data that is a
    // few per cent.
    for (const end of [0, 1] as const) {
      expect(Math.abs(percentile[end] - ideal.percentile[end]!)).toBeLessThan(0.05 * spread);
      expect(Math.abs(bca[end] - ideal.bca[end]!)).toBeLessThan(0.05 * spread);
    }
  });

  test('the points at which BCa reads, on the ideal distribution itself', () => {
    const { level, tails } = reference.bootstraps.meanSmall;
    const samples = Float64Array.from(five);
    const distribution = Float64Array.from(allResamples(five).map(mean)).sort();
    const [low, high] = adjustedTails(samples, mean, distribution, mean(samples), level)!;
    expectClose(low, tails[0]!, 1e-9);
    expectClose(high, tails[1]!, 1e-9);
  });
});

function allResamples(samples: readonly number[]): Float64Array[] {
  const n = samples.length;
  return Array.from({ length: n ** n }, (_, code) =>
    Float64Array.from({ length: n }, (__, i) => samples[Math.floor(code / n ** i) % n]!),
  );
}

describe.each([
  ['percentile', percentileBootstrap],
  ['BCa', bcaBootstrap],
])('%s', (_, bootstrap) => {
  test('the seed decides everything and is recorded', () => {
    const options = { resamples: 999, seed: 'trial-7' };
    const first = bootstrap(reference.data.latencies, median, options);
    expect(bootstrap(reference.data.latencies, median, options)).toEqual(first);
    expect(first).toMatchObject({ resamples: 999, seed: 'trial-7', confidence: 0.95, n: 23, warnings: [] });
    expect(bootstrap(reference.data.latencies, mean, { ...options, seed: 'trial-8' }).interval).not.toEqual(
      bootstrap(reference.data.latencies, mean, options).interval,
    );
    expect(bootstrap(reference.data.latencies, mean)).toMatchObject({ resamples: 9999, seed: 1 });
  });

  test('the samples are not touched, even by a statistic that sorts in place', () => {
    const samples = Float64Array.from(reference.data.latencies);
    bootstrap(samples, (sample) => sample.sort()[0]!, { resamples: 50 });
    expect([...samples]).toEqual(reference.data.latencies);
  });

  test('too few samples to have rare resamples: no interval', () => {
    for (const samples of [[], [1], [1, 2], [1, 2, 3]]) {
      const evidence = bootstrap(samples, mean, { resamples: 99 });
      expect(evidence.interval).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
      expect(codes(evidence)).toEqual(['TOO_FEW_SAMPLES']);
    }
    expect(codes(bootstrap([1, 2, 3, 5], mean))).toEqual(['APPROXIMATE']);
  });

  test('equal values: no width, and a warning', () => {
    const evidence = bootstrap(new Array(25).fill(3), mean, { resamples: 99 });
    expect(evidence.interval).toEqual([3, 3]);
    expect(codes(evidence)).toEqual(['ZERO_VARIANCE']);
  });

  test('too few resamples for the confidence', () => {
    expect(codes(bootstrap(reference.data.latencies, mean, { resamples: 19 }))).toEqual([
      'TOO_FEW_RESAMPLES',
    ]);
  });

  test('a statistic that is no number for some resample: no interval', () => {
    const evidence = bootstrap(reference.data.latencies, (sample) => Math.log(mean(sample) - 230), {
      resamples: 500,
    });
    expect(codes(evidence)).toEqual(['DEGENERATE_BOOTSTRAP']);
    expect(evidence.interval).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  test('NaN among the samples, and impossible options', () => {
    expect(codes(bootstrap([1, Number.NaN, 3, 4, 5], mean))).toEqual(['NON_FINITE']);
    expect(() => bootstrap(five, mean, { resamples: 0 })).toThrow(/positive integer/);
  });
});

test('BCa has no interval when no resample lies on one side of the estimate', () => {
  // Every resample of this statistic is below the original, whose value needs all samples to be present.
  const distinct: Statistic = (sample) => new Set(sample).size;
  const evidence = bcaBootstrap(reference.data.latencies, distinct, { resamples: 200 });
  expect(codes(evidence)).toEqual(['DEGENERATE_BOOTSTRAP']);
  expect(evidence.estimate).toBe(23);
});
