import { describe, expect, it } from 'vitest';
import { createRandom } from '../random/random.js';
import { changePoints } from './change-points.js';

/** Annual flow of the Nile at Aswan 1871–1970, 10⁸ m³ (Cobb 1978; R's `datasets::Nile`): it fell after 1898. */
const NILE = [
  1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958,
  1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020,
  1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040,
  759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
  744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
];

function noisy(
  levels: readonly (readonly [count: number, level: number])[],
  share: number,
  seed: number,
): number[] {
  const random = createRandom(seed);
  return levels.flatMap(([count, level]) =>
    Array.from({ length: count }, () => level * (1 + random.nextNormal(0, share))),
  );
}

describe('published series', () => {
  it('finds the one change of the Nile, after 1898', () => {
    const { changes, method } = changePoints(NILE);
    expect(changes.map(({ at }) => 1871 + at)).toEqual([1899]);
    expect(method).toMatch(/E-divisive/);
    expect(changes[0]?.before).toBeCloseTo(1097.75, 2);
    expect(changes[0]?.after).toBeCloseTo(849.97, 2);
    expect(changes[0]?.pValue).toBeLessThan(0.01);
  });
});

describe('series with known breaks', () => {
  it('finds each, with its size', () => {
    const series = noisy(
      [
        [40, 100],
        [30, 112],
        [50, 95],
      ],
      0.02,
      3,
    );
    const { changes } = changePoints(series);
    expect(changes.map(({ at }) => at)).toEqual([40, 70]);
    const [low, high] = changes[0]!.ratio.interval;
    expect(low).toBeLessThan(1.12);
    expect(high).toBeGreaterThan(1.12);
    expect(changes[1]?.difference.estimate).toBeCloseTo(-17, 0);
  });

  it('finds none in noise, but for about as many as it allows', () => {
    let found = 0;
    for (let seed = 1; seed <= 200; seed++) {
      if (changePoints(noisy([[30, 100]], 0.05, seed), { seed }).changes.length > 0) found++;
    }
    // Binomial(200, 0.01): 7 or more have a probability of 0.004.
    expect(found).toBeLessThan(7);
  });

  it('does not move for one outlier, however far', () => {
    const series = noisy([[40, 100]], 0.02, 9);
    series[20] = 900;
    expect(changePoints(series).changes).toEqual([]);
  });

  it('finds the same with the same seed, and the place in 10,000 values', () => {
    const series = noisy(
      [
        [6000, 100],
        [4000, 103],
      ],
      0.05,
      5,
    );
    const first = changePoints(series, { seed: 7 });
    expect(changePoints(series, { seed: 7 })).toEqual(first);
    expect(first.changes).toHaveLength(1);
    expect(Math.abs(first.changes[0]!.at - 6000)).toBeLessThan(40);
    expect(first.warnings.map(({ code }) => code)).toEqual(['APPROXIMATE']);
  });
});

describe('short series', () => {
  it('finds one change by CUSUM where enough values are there to show it', () => {
    const { changes, method } = changePoints([10, 10.2, 9.9, 10.1, 10, 12, 12.1, 11.9, 12.2, 12]);
    expect(method).toMatch(/CUSUM/);
    expect(changes.map(({ at }) => at)).toEqual([5]);
  });

  it('says nothing where chance does as well: 3 and 3 values in order are one order in ten', () => {
    expect(changePoints([1, 1.1, 1.2, 5, 5.1, 5.2]).changes).toEqual([]);
    const lax = changePoints([1, 1.1, 1.2, 5, 5.1, 5.2], { significance: 0.11 });
    expect(lax.changes.map(({ at, pValue }) => [at, pValue])).toEqual([[3, 0.1]]);
  });

  it.each([[[]], [[1]], [[1, 2, 3, 4, 5]]])('needs values on both sides: %j', (series) => {
    expect(changePoints(series)).toMatchObject({ changes: [], warnings: [{ code: 'TOO_FEW_SAMPLES' }] });
  });

  it('has no change where nothing varies', () => {
    expect(changePoints(Array(10).fill(3)).changes).toEqual([]);
    expect(changePoints(Array(40).fill(3)).changes).toEqual([]);
  });
});

it('refuses what is no number and what makes no sense', () => {
  expect(changePoints([1, Number.NaN, 2, 3, 4, 5, 6])).toMatchObject({
    changes: [],
    warnings: [{ code: 'NON_FINITE' }],
  });
  expect(() => changePoints(NILE, { minSegment: 1 })).toThrow(/minSegment/);
  expect(() => changePoints(NILE, { significance: 1 })).toThrow(/significance/);
  expect(() => changePoints(NILE, { permutations: 0 })).toThrow(/permutations/);
});
