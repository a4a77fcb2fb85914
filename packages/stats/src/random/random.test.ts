import { expect, test } from 'vitest';
import { Moments } from '../moments/moments.js';
import { createRandom, nextWord } from './random.js';

test('xoshiro128** gives the reference implementation’s first outputs for the state 1, 2, 3, 4', () => {
  const state = Int32Array.of(1, 2, 3, 4);
  const words = Array.from({ length: 10 }, () => nextWord(state));
  expect(words).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

test('golden values (computed by an independent program): a seed means the same stream in every version', () => {
  const random = createRandom(42);
  expect([random.nextUint32(), random.nextUint32()]).toEqual([1776835114, 4165204688]);
  expect(random.nextFloat()).toBe(0.003983993377814743);
  expect(random.nextInt(100)).toBe(33);
  expect(createRandom('suite').nextUint32()).toBe(3050645349);
  expect(createRandom(42).fork('cell-3').nextUint32()).toBe(1683628359);
  expect(createRandom(42).nextNormal()).toBeCloseTo(-0.21803308124002702, 14);
  expect(createRandom(42).nextExponential()).toBeCloseTo(0.533926520243013, 14);
  expect(createRandom(42).shuffle([1, 2, 3, 4, 5, 6, 7, 8])).toEqual([5, 8, 4, 7, 1, 6, 2, 3]);
});

test('forks depend on seed and labels only, not on what was drawn', () => {
  const untouched = createRandom(7).fork('a').fork('b');
  const parent = createRandom(7);
  for (let i = 0; i < 100; i++) parent.nextUint32();
  const child = parent.fork('a');
  child.nextUint32();
  const forked = child.fork('b');
  expect(Array.from({ length: 20 }, () => forked.nextUint32())).toEqual(
    Array.from({ length: 20 }, () => untouched.nextUint32()),
  );
});

test('different seeds and labels give different streams; a number is not its text', () => {
  const firsts = [
    createRandom(1),
    createRandom(2),
    createRandom('1'),
    createRandom(1).fork(1),
    createRandom(1).fork('1'),
    createRandom(1).fork('2'),
    createRandom(1).fork('a').fork('b'),
    createRandom(1).fork('b').fork('a'),
    createRandom(-1),
  ].map((random) => random.nextUint32());
  expect(new Set(firsts).size).toBe(firsts.length);
});

test('seeds that are no safe integers are refused with a code', () => {
  for (const seed of [0.5, Number.NaN, 2 ** 53, Number.POSITIVE_INFINITY]) {
    expect(() => createRandom(seed)).toThrow(expect.objectContaining({ code: 'ERR_STATS_BAD_ARGUMENT' }));
  }
});

test('nextInt is unbiased where taking the remainder would not be', () => {
  // With 3·2^30 the plain remainder would put half of all draws below 2^30, where a third belongs.
  const random = createRandom('bias');
  const bound = 3 * 2 ** 30;
  let low = 0;
  for (let i = 0; i < 30_000; i++) if (random.nextInt(bound) < 2 ** 30) low++;
  // 10,000 expected, standard deviation 82; the biased result would be 15,000.
  expect(Math.abs(low - 10_000)).toBeLessThan(400);
  expect(random.nextInt(1)).toBe(0);
  expect(random.nextInt(2 ** 32)).toBeLessThan(2 ** 32);
  for (const wrong of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN])
    expect(() => random.nextInt(wrong)).toThrow(/integer bound/);
});

test('floats fill [0, 1) evenly: χ² of 100 cells', () => {
  const random = createRandom('uniform');
  const cells = new Array<number>(100).fill(0);
  for (let i = 0; i < 100_000; i++) cells[Math.floor(random.nextFloat() * 100)]!++;
  const chiSquare = cells.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  // 99 degrees of freedom: outside 50 … 165 less than once in 10,000.
  expect(chiSquare).toBeGreaterThan(50);
  expect(chiSquare).toBeLessThan(165);
});

test('normal and exponential draws have their mean and variance', () => {
  const random = createRandom('moments');
  const normal = new Moments();
  const exponential = new Moments();
  for (let i = 0; i < 50_000; i++) {
    normal.add(random.nextNormal(10, 2));
    exponential.add(random.nextExponential(4));
  }
  // Standard errors: 0.009 and 0.013 for the normal, 0.0011 for the exponential mean.
  expect(Math.abs(normal.mean - 10)).toBeLessThan(0.04);
  expect(Math.abs(normal.stddev - 2)).toBeLessThan(0.03);
  expect(Math.abs(exponential.mean - 0.25)).toBeLessThan(0.005);
  expect(exponential.min).toBeGreaterThanOrEqual(0);
});

test('a shuffle keeps every item and reaches all 24 orders of four evenly', () => {
  const random = createRandom('shuffle');
  const seen = new Map<string, number>();
  for (let i = 0; i < 24_000; i++) {
    const order = random.shuffle(['a', 'b', 'c', 'd']);
    expect([...order].sort()).toEqual(['a', 'b', 'c', 'd']);
    seen.set(order.join(''), (seen.get(order.join('')) ?? 0) + 1);
  }
  expect(seen.size).toBe(24);
  for (const times of seen.values()) expect(Math.abs(times - 1000)).toBeLessThan(150);
});
