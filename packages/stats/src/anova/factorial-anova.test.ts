import { describe, expect, test } from 'vitest';
import reference from '../../testdata/anova.json' with { type: 'json' };
import { codes, expectClose } from '../testing/close.js';
import { factorialAnova } from './factorial-anova.js';
import { marginalContrasts } from './marginal-contrasts.js';
import { type ReferenceCase, referenceFactors } from './testing/reference-factors.js';

const cases = Object.entries(reference.anova) as unknown as [string, ReferenceCase][];
const orders: Readonly<Record<string, number>> = { twoWayOnly: 2, mainEffects: 1 };

describe.each(cases)('%s, against R', (name, expected) => {
  const factors = referenceFactors(expected);
  const order = orders[name] ?? factors.length;
  const tolerance = 1e-10;

  test('type II: sums of squares, degrees of freedom, F and p', () => {
    const table = factorialAnova(expected.y, factors, { order });
    const { typeTwo } = expected;
    expect(table.terms.map((term) => term.factors.join(':'))).toEqual(typeTwo.terms);
    expectClose(table.residual.sumSquares, typeTwo.residualSs, tolerance, 'residual SS:');
    expect(table.residual.df).toBe(typeTwo.residualDf);
    table.terms.forEach((term, i) => {
      expectClose(term.sumSquares, typeTwo.ss[i]!, tolerance, `SS of ${term.name}:`);
      expect(term.df, term.name).toBe(typeTwo.df[i]);
      expectClose(term.f, typeTwo.f[i]!, tolerance, `F of ${term.name}:`);
      expectClose(term.pValue, typeTwo.p[i]!, 1e-7, `p of ${term.name}:`);
      expectClose(term.partialEtaSquared, expected.partial[i]!, tolerance, `partial η² of ${term.name}:`);
      expectClose(term.generalizedEtaSquared, expected.generalized[i]!, tolerance, `η²G of ${term.name}:`);
    });
  });

  test('type I', () => {
    const table = factorialAnova(expected.y, factors, { order, sumsOfSquares: 'I' });
    expected.typeOne.terms.forEach((name, i) => {
      const term = table.terms.find((candidate) => candidate.factors.join(':') === name);
      expectClose(term?.sumSquares ?? Number.NaN, expected.typeOne.ss![i]!, tolerance, `SS of ${name}:`);
      expect(term?.df).toBe(expected.typeOne.df![i]);
    });
  });

  test('residuals', () => {
    const { residuals } = factorialAnova(expected.y, factors, { order });
    const scale = Math.sqrt(expected.typeTwo.residualSs);
    residuals.forEach((residual, i) => {
      expect(Math.abs(residual - expected.residuals[i]!)).toBeLessThan(1e-8 * scale);
    });
  });

  test('contrasts of marginal means with simultaneous intervals', () => {
    const contrasts = marginalContrasts(expected.y, factors, { order });
    expected.contrasts.forEach((row, i) => {
      const contrast = contrasts[i]!;
      const about = `${row.factor} ${row.baseline} → ${row.candidate}`;
      expect(`${contrast.factor} ${contrast.baseline} → ${contrast.candidate}`).toBe(about);
      expectClose(contrast.estimate, row.estimate, 1e-7, about);
      expectClose(contrast.standardError, row.se, 1e-7, about);
      expectClose(contrast.interval[0], row.low, 1e-7, about);
      expectClose(contrast.interval[1], row.high, 1e-7, about);
      expect(Math.abs(contrast.pValue - row.p)).toBeLessThan(1e-10);
    });
  });
});

const y = [3, 5, 4, 8, 9, 12, 1, 2];
const side = ['l', 'l', 'l', 'l', 'r', 'r', 'r', 'r'];
const size = [1, 1, 2, 2, 1, 1, 2, 2];

test('a response far from zero loses no digit beyond what it was written with', () => {
  const factors = [
    { name: 'side', levels: side },
    { name: 'size', levels: size },
  ];
  const near = factorialAnova(y, factors);
  const far = factorialAnova(
    y.map((value) => value + 2 ** 40),
    factors,
  );
  near.terms.forEach((term, i) => {
    expectClose(far.terms[i]!.f, term.f, 1e-11, term.name);
  });
});

test('empty cells are counted and named, and so is what they make impossible', () => {
  const factors = referenceFactors(cases.find(([name]) => name === 'emptyCells')![1]);
  const table = factorialAnova(reference.anova.emptyCells.y, factors);
  expect(table.cells.count).toBe(27);
  expect(table.cells.empty).toContainEqual({ memory: '2048', batch: '100', concurrency: '50' });
  expect(table.cells.empty).toHaveLength(4);
  expect(codes(table)).toEqual(['EMPTY_CELLS', 'NOT_ESTIMABLE', 'NOT_ESTIMABLE']);
  expect(table.warnings[0]!.text).toContain('4 of 27');
  expect(table.warnings[1]!.text).toBe(
    'of the 4 degrees of freedom of memory × batch only 3 can be estimated',
  );
  const contrast = marginalContrasts(reference.anova.emptyCells.y, factors)[0]!;
  expect(codes(contrast)).toEqual(['NOT_ESTIMABLE']);
  expect(contrast.interval).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  expect(contrast.pValue).toBe(1);
});

test('two factors that always change together cannot be told apart, and that is said of both', () => {
  const twin = side.map((name) => `twin-${name}`);
  const table = factorialAnova(
    y,
    [
      { name: 'side', levels: side },
      { name: 'twin', levels: twin },
    ],
    { order: 1 },
  );
  expect(table.terms.map(({ df, f, pValue }) => [df, f, pValue])).toEqual([
    [0, Number.NaN, 1],
    [0, Number.NaN, 1],
  ]);
  expect(codes(table)).toEqual(['EMPTY_CELLS', 'NOT_ESTIMABLE', 'NOT_ESTIMABLE']);
});

test('a factor with one level is left out, with a remark', () => {
  const alone = factorialAnova(y, [
    { name: 'side', levels: side },
    { name: 'region', levels: y.map(() => 'here') },
  ]);
  expect(codes(alone)).toEqual(['ONE_LEVEL']);
  expect(alone.terms).toEqual(factorialAnova(y, [{ name: 'side', levels: side }]).terms);
});

test('one observation per cell: effects, but no test', () => {
  const table = factorialAnova(
    [1, 2, 4, 9],
    [
      { name: 'side', levels: ['l', 'l', 'r', 'r'] },
      { name: 'size', levels: [1, 2, 1, 2] },
    ],
  );
  expect(codes(table)).toEqual(['NO_RESIDUAL_DF']);
  expect(table.residual).toEqual({ sumSquares: 0, df: 0, meanSquare: Number.NaN });
  expect(table.terms.map(({ pValue }) => pValue)).toEqual([1, 1, 1]);
  expect(table.terms.every(({ f }) => Number.isNaN(f))).toBe(true);
  // By hand: differences of means 5 and 3, four observations: 4·(5/2)² and 4·(3/2)².
  expectClose(table.terms[0]!.sumSquares, 25, 1e-12);
  expectClose(table.terms[1]!.sumSquares, 9, 1e-12);
  const contrast = marginalContrasts(
    [1, 2, 4, 9],
    [
      { name: 'side', levels: ['l', 'l', 'r', 'r'] },
      { name: 'size', levels: [1, 2, 1, 2] },
    ],
  )[0]!;
  expectClose(contrast.estimate, 5, 1e-12);
  expect(codes(contrast)).toEqual(['NO_RESIDUAL_DF']);
});

test('a constant response has no effects, and no test of them', () => {
  const table = factorialAnova(
    y.map(() => 0.1),
    [
      { name: 'side', levels: side },
      { name: 'size', levels: size },
    ],
  );
  expect(codes(table)).toEqual(['ZERO_VARIANCE']);
  expect(table.terms.map(({ sumSquares, pValue }) => [sumSquares, pValue])).toEqual([
    [0, 1],
    [0, 1],
    [0, 1],
  ]);
});

test('repeats that are all equal: infinitely clear effects, zero ones stay zero, and a warning', () => {
  const exact = side.map((name, i) => (name === 'l' ? 0.1 : 0.7) + 0.3 * size[i]!);
  const table = factorialAnova(exact, [
    { name: 'side', levels: side },
    { name: 'size', levels: size },
  ]);
  expect(codes(table)).toEqual(['ZERO_VARIANCE']);
  expect(table.terms.map(({ f, pValue }) => [f, pValue])).toEqual([
    [Number.POSITIVE_INFINITY, 0],
    [Number.POSITIVE_INFINITY, 0],
    [0, 1],
  ]);
});

test('data that are no numbers end as a warning, data that are none as an empty table', () => {
  const bad = factorialAnova([1, Number.NaN, 3], [{ name: 'side', levels: ['l', 'r', 'r'] }]);
  expect(codes(bad)).toEqual(['NON_FINITE']);
  expect(bad.terms).toEqual([]);
  expect(factorialAnova([], [{ name: 'side', levels: [] }]).n).toBe(0);
  expect(marginalContrasts([1, Number.NaN, 3], [{ name: 'side', levels: ['l', 'r', 'r'] }])).toEqual([]);
});

test('calls that make no sense throw', () => {
  const twice = [
    { name: 'side', levels: side },
    { name: 'side', levels: size },
  ];
  expect(() => factorialAnova(y, twice)).toThrow(/factor names must differ/);
  expect(() => factorialAnova(y, [{ name: 'side', levels: ['l'] }])).toThrow(/1 levels for 8 observations/);
  expect(() => factorialAnova(y, [])).toThrow(/at least one factor/);
  expect(() => factorialAnova(y, [{ name: 'side', levels: side }], { order: 0 })).toThrow(/order must be/);
});

test.each(reference.eta)(
  'the interval of partial η² for F = $f is that of R',
  ({ f, df1, df2, interval }) => {
    // Data with exactly this F: df1 + 1 groups of two or more, group means moved to the sum of squares wanted.
    const groups = df1 + 1;
    const n = df1 + df2 + 1;
    const levels = Array.from({ length: n }, (_, i) => i % groups);
    const noise = levels.map((level, i) => (i < groups ? 0 : ((i * 7919) % 13) - level));
    const centred = noise.map((value, i) => {
      const members = noise.filter((_, j) => levels[j] === levels[i]);
      return value - members.reduce((sum, member) => sum + member, 0) / members.length;
    });
    const residualMs = centred.reduce((sum, value) => sum + value * value, 0) / df2;
    const raw = factorialAnova(
      levels.map((level) => (level === 0 ? 1 : 0)),
      [{ name: 'g', levels }],
    ).totalSumSquares;
    const size = Math.sqrt((f * df1 * residualMs) / raw);
    const response = centred.map((value, i) => value + (levels[i] === 0 ? size : 0));
    const [term] = factorialAnova(response, [{ name: 'g', levels }]).terms;
    expectClose(term!.f, f, 1e-9);
    expectClose(term!.partialEtaSquaredInterval[0], interval[0]!, 1e-6);
    expectClose(term!.partialEtaSquaredInterval[1], interval[1]!, 1e-6);
  },
);
