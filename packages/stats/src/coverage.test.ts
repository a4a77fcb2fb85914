/**
 * Does each interval hold the truth as often as it says? Data with a known truth are drawn again and again with fixed
 * seeds. 2,000 repeats leave a standard error of 0.5 points at 95 %; an assertion allows what chance does once in
 * 10,000 beyond the stated range.
 */
import { describe, test } from 'vitest';
import { normalCdf } from './distribution/normal.js';
import { cliffsDelta } from './effect/cliffs-delta.js';
import { bcaBootstrap, percentileBootstrap } from './interval/bootstrap.js';
import { pairedDifference, welchDifference } from './interval/difference.js';
import { fiellerRatio, fiellerRatioPaired } from './interval/fieller.js';
import { meanInterval } from './interval/mean.js';
import { proportionDifference, proportionInterval } from './interval/proportion.js';
import { pairedRatio, welchRatio } from './interval/ratio.js';
import { medianInterval, quantileInterval } from './quantile/order-statistic.js';
import type { Random } from './random/random.js';
import { steadyState } from './series/steady-state.js';
import { trendTest } from './series/trend.js';
import { hodgesLehmann, hodgesLehmannPaired } from './test/hodges-lehmann.js';
import { mannWhitney } from './test/mann-whitney.js';
import { pairedPermutation } from './test/permutation.js';
import { wilcoxonSignedRank } from './test/wilcoxon.js';
import { expectCoverage, simulateCoverage } from './testing/coverage.js';

const REPEATS = 2000;

const draw = (n: number, each: () => number) => Array.from({ length: n }, each);
const normals = (random: Random, n: number, mean = 0, stddev = 1) =>
  draw(n, () => random.nextNormal(mean, stddev));
const exponentials = (random: Random, n: number) => draw(n, () => random.nextExponential());

describe('exact for its assumption: 95 % means 95 %', () => {
  test('mean by Student t, five normal samples', () => {
    expectCoverage(
      simulateCoverage(REPEATS, 3, (random) => meanInterval(normals(random, 5, 3)).interval),
      0.95,
      0.95,
    );
  });

  test('mean difference by paired t, six pairs', () => {
    const coverage = simulateCoverage(REPEATS, 0.5, (random) => {
      const before = normals(random, 6, 10, 3);
      return pairedDifference(
        before,
        before.map((x) => x + random.nextNormal(0.5)),
      ).interval;
    });
    expectCoverage(coverage, 0.95, 0.95);
  });

  test('geometric mean ratio by paired t of logarithms, five pairs', () => {
    const coverage = simulateCoverage(REPEATS, 1.1, (random) => {
      const before = normals(random, 5, 4, 0.5).map(Math.exp);
      return pairedRatio(
        before,
        before.map((x) => x * 1.1 * Math.exp(random.nextNormal(0, 0.1))),
      ).interval;
    });
    expectCoverage(coverage, 0.95, 0.95);
  });

  test('ratio of means by paired Fieller, eight pairs', () => {
    const coverage = simulateCoverage(REPEATS, 1.2, (random) => {
      const before = normals(random, 8, 100, 10);
      return fiellerRatioPaired(
        before,
        before.map((x) => 1.2 * x + random.nextNormal(0, 5)),
      ).interval;
    });
    expectCoverage(coverage, 0.95, 0.95);
  });
});

describe('exact by counting: the achieved confidence is the coverage', () => {
  const twelveAchieved = medianInterval(draw(12, () => 0).map((_, i) => i)).confidence;

  test('median of twelve exponential samples by order statistics', () => {
    const coverage = simulateCoverage(
      REPEATS,
      Math.LN2,
      (random) => medianInterval(exponentials(random, 12)).interval,
    );
    expectCoverage(coverage, twelveAchieved, twelveAchieved);
  });

  test('a high quantile, with unequal tails', () => {
    const { confidence } = quantileInterval(
      draw(40, () => 0).map((_, i) => i),
      0.9,
    );
    const coverage = simulateCoverage(
      REPEATS,
      Math.log(10),
      (random) => quantileInterval(exponentials(random, 40), 0.9).interval,
    );
    expectCoverage(coverage, confidence, confidence);
  });

  test('Hodges–Lehmann shift of five against seven, heavy tails', () => {
    const achieved = hodgesLehmann([1, 2, 3, 4, 5], [1.1, 2.2, 3.3, 4.4, 5.5, 6.6, 7.7]).confidence;
    const heavy = (random: Random) => random.nextNormal() / random.nextFloat();
    const coverage = simulateCoverage(
      REPEATS,
      2,
      (random) =>
        hodgesLehmann(
          draw(5, () => heavy(random)),
          draw(7, () => heavy(random) + 2),
        ).interval,
    );
    expectCoverage(coverage, achieved, achieved);
  });

  test('Hodges–Lehmann paired, and the permutation of pairs, eight symmetric differences', () => {
    const zeros = new Array<number>(8).fill(0);
    const uniform = (random: Random) => draw(8, () => 10 * random.nextFloat() - 4);
    const spread = [1, 2, 4, 8, 16, 32, 64, 128];
    for (const compute of [hodgesLehmannPaired, pairedPermutation]) {
      const { confidence } = compute(zeros, spread);
      const coverage = simulateCoverage(REPEATS, 1, (random) => compute(zeros, uniform(random)).interval);
      expectCoverage(coverage, confidence, confidence);
    }
  });

  test('permutation of 25 pairs with seeded patterns', () => {
    const zeros = new Array<number>(25).fill(0);
    const coverage = simulateCoverage(
      1000,
      1,
      (random, repeat) =>
        pairedPermutation(zeros, normals(random, 25, 1, 2), { resamples: 999, seed: repeat }).interval,
    );
    expectCoverage(coverage, 0.95, 0.95);
  });

  test('Sen’s slope of ten values', () => {
    const { confidence } = trendTest([1, 3, 2, 5, 4, 7, 6, 9, 8, 10.5]);
    const coverage = simulateCoverage(
      REPEATS,
      0.3,
      (random) => trendTest(draw(10, () => 0).map((_, i) => 0.3 * i + random.nextNormal())).interval,
    );
    expectCoverage(coverage, confidence, confidence);
  });
});

describe('at least what it says, with ties', () => {
  const die = (random: Random) => random.nextInt(6);

  test('order statistics and Hodges–Lehmann on dice', () => {
    expectCoverage(
      simulateCoverage(REPEATS, 2, (random) => medianInterval(draw(15, () => random.nextInt(5))).interval),
      0.95,
      1,
    );
    const shifted = simulateCoverage(
      REPEATS,
      1,
      (random) =>
        hodgesLehmann(
          draw(6, () => die(random)),
          draw(8, () => die(random) + 1),
        ).interval,
    );
    expectCoverage(shifted, 0.95, 1);
    const zeros = new Array<number>(10).fill(0);
    const paired = simulateCoverage(
      REPEATS,
      0,
      (random) =>
        hodgesLehmannPaired(
          zeros,
          draw(10, () => random.nextInt(5) - 2),
        ).interval,
    );
    expectCoverage(paired, 0.95, 1);
  });

  test('exact proportion, rare events', () => {
    const coverage = simulateCoverage(REPEATS, 0.03, (random) => {
      const successes = draw(60, () => random.nextFloat()).filter((u) => u < 0.03).length;
      return proportionInterval({ successes, n: 60 }, { kind: 'exact' }).interval;
    });
    expectCoverage(coverage, 0.95, 1);
  });
});

describe('approximate: how close, measured', () => {
  test('Welch difference and ratios of means, unequal variances', () => {
    const difference = simulateCoverage(
      REPEATS,
      2,
      (random) => welchDifference(normals(random, 5, 10, 1), normals(random, 8, 12, 4)).interval,
    );
    expectCoverage(difference, 0.94, 0.965);
    const ratio = simulateCoverage(
      REPEATS,
      1.5,
      (random) =>
        welchRatio(
          normals(random, 5, 3, 0.2).map(Math.exp),
          normals(random, 7, 3, 0.5).map((x) => 1.5 * Math.exp(x)),
        ).interval,
    );
    expectCoverage(ratio, 0.94, 0.965);
    const fieller = simulateCoverage(
      REPEATS,
      1.2,
      (random) => fiellerRatio(normals(random, 6, 100, 10), normals(random, 9, 120, 25)).interval,
    );
    expectCoverage(fieller, 0.935, 0.965);
  });

  test('large Hodges–Lehmann by normal approximation', () => {
    const coverage = simulateCoverage(
      500,
      1,
      (random) =>
        hodgesLehmann(
          exponentials(random, 51),
          exponentials(random, 60).map((x) => x + 1),
        ).interval,
    );
    expectCoverage(coverage, 0.945, 0.96);
  });

  test('Wilson and Newcombe: 95 % on average over proportions', () => {
    const wilson = simulateCoverage(REPEATS, 0, (random) => {
      const truth = random.nextFloat();
      const successes = draw(30, () => random.nextFloat()).filter((u) => u < truth).length;
      const [low, high] = proportionInterval({ successes, n: 30 }).interval;
      return [low - truth, high - truth];
    });
    expectCoverage(wilson, 0.94, 0.96);
    const newcombe = simulateCoverage(REPEATS, 0, (random) => {
      const [from, to] = [random.nextFloat(), random.nextFloat()];
      const observed = (n: number, truth: number) => ({
        n,
        successes: draw(n, () => random.nextFloat()).filter((u) => u < truth).length,
      });
      const [low, high] = proportionDifference(observed(30, from), observed(45, to)).interval;
      return [low - (to - from), high - (to - from)];
    });
    expectCoverage(newcombe, 0.94, 0.97);
  });

  test('Cliff’s delta: overlapping, nearly separated, and with unequal spreads', () => {
    for (const [from, to, shift, spread] of [
      [12, 15, 0.5, 1],
      [12, 15, 2.5, 1],
      [40, 40, 8, 4],
      [10, 30, 2, 0.25],
    ] as const) {
      const truth = 2 * normalCdf(shift / Math.hypot(1, spread)) - 1;
      const coverage = simulateCoverage(
        REPEATS,
        truth,
        (random) => cliffsDelta(normals(random, from), normals(random, to, shift, spread)).interval,
      );
      expectCoverage(coverage, 0.94, 0.985);
    }
  });

  test('bootstraps: fair for 40 symmetric samples; for 20 skewed ones too narrow, BCa less so', () => {
    const mean = (sample: Float64Array) => sample.reduce((sum, x) => sum + x, 0) / sample.length;
    const options = (seed: number) => ({ resamples: 399, seed });
    const symmetric = (bootstrap: typeof bcaBootstrap) =>
      simulateCoverage(
        800,
        5,
        (random, repeat) => bootstrap(normals(random, 40, 5), mean, options(repeat)).interval,
      );
    expectCoverage(symmetric(percentileBootstrap), 0.93, 0.955);
    expectCoverage(symmetric(bcaBootstrap), 0.93, 0.955);
    const skewed = (bootstrap: typeof bcaBootstrap) =>
      simulateCoverage(
        800,
        1,
        (random, repeat) => bootstrap(exponentials(random, 20), mean, options(repeat)).interval,
      );
    expectCoverage(skewed(percentileBootstrap), 0.88, 0.92);
    expectCoverage(skewed(bcaBootstrap), 0.9, 0.94);
  });

  test('the mean of the steady part after a warm-up of known length', () => {
    const coverage = simulateCoverage(
      1000,
      100,
      (random) =>
        steadyState(draw(300, () => 0).map((_, i) => 100 + 60 * Math.exp(-i / 6) + random.nextNormal(0, 4)))
          .interval,
    );
    expectCoverage(coverage, 0.88, 0.955);
  });
});

describe('tests reject a true null hypothesis no more often than they say', () => {
  const rejections = (pValueOf: (random: Random) => number, alpha: number) =>
    // "Held" is counted when 0 lies inside: −1 … p − α holds it unless p < α.
    simulateCoverage(REPEATS, 0, (random) => [-1, pValueOf(random) - alpha]);

  test('Mann–Whitney with ties, Wilcoxon with zeros, permutation, Mann–Kendall', () => {
    const die = (random: Random) => random.nextInt(6);
    const dice = (random: Random, n: number) => draw(n, () => die(random));
    expectCoverage(
      rejections((random) => mannWhitney(dice(random, 7), dice(random, 9)).pValue, 0.05),
      0.95,
      1,
    );
    expectCoverage(
      rejections((random) => wilcoxonSignedRank(dice(random, 12), dice(random, 12)).pValue, 0.05),
      0.95,
      1,
    );
    expectCoverage(
      rejections((random) => pairedPermutation(dice(random, 9), dice(random, 9)).pValue, 0.05),
      0.95,
      1,
    );
    expectCoverage(
      rejections((random) => trendTest(dice(random, 15)).pValue, 0.05),
      0.95,
      1,
    );
  });

  test('the normal approximations beyond the exact sizes', () => {
    const large = (random: Random) => draw(55, () => random.nextInt(20));
    expectCoverage(
      rejections((random) => mannWhitney(large(random), large(random)).pValue, 0.05),
      0.94,
      0.965,
    );
    const longer = (random: Random) => draw(210, () => random.nextInt(20));
    expectCoverage(
      simulateCoverage(300, 0, (random) => [
        -1,
        wilcoxonSignedRank(longer(random), longer(random)).pValue - 0.05,
      ]),
      0.93,
      0.97,
    );
  });
});
