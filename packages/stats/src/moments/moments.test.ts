import * as simple from 'simple-statistics';
import { expect, test } from 'vitest';
import reference from '../../testdata/reference.json' with { type: 'json' };
import { expectClose } from '../testing/close.js';
import { Moments } from './moments.js';

const { latencies } = reference.data;

test('mean and variance are those of R and of simple-statistics', () => {
  const moments = Moments.of(latencies);
  expectClose(moments.mean, reference.moments.mean, 1e-14);
  expectClose(moments.variance, reference.moments.variance, 1e-14);
  expectClose(moments.stddev, simple.sampleStandardDeviation(latencies), 1e-13);
  expectClose(moments.standardError, simple.sampleStandardDeviation(latencies) / Math.sqrt(23), 1e-13);
  expect([moments.n, moments.min, moments.max]).toEqual([23, 187.2, 1204.7]);
});

test('a large offset does not cancel the variance away', () => {
  // Σx² − (Σx)²/n gives 0 or worse here.
  const moments = Moments.of([1e15 + 4, 1e15 + 7, 1e15 + 13, 1e15 + 16]);
  expect(moments.mean).toBe(1e15 + 10);
  expect(moments.variance).toBe(30);
});

test('too few values have no variance, none has no mean', () => {
  const empty = new Moments();
  expect([empty.n, empty.mean, empty.variance, empty.min, empty.max]).toEqual([
    0,
    Number.NaN,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
  empty.add(5);
  expect([empty.mean, empty.variance, empty.stddev, empty.standardError]).toEqual([
    5,
    Number.NaN,
    Number.NaN,
    Number.NaN,
  ]);
});

test('merging an empty one changes nothing, in either direction', () => {
  const moments = Moments.of(latencies);
  moments.merge(new Moments());
  expect(moments.toJSON()).toEqual(Moments.of(latencies).toJSON());
  const other = new Moments();
  other.merge(moments);
  expect(other.toJSON()).toEqual(moments.toJSON());
});

test('NaN poisons visibly instead of vanishing', () => {
  const moments = Moments.of([1, Number.NaN, 3]);
  expect(moments.n).toBe(3);
  expect(moments.mean).toBeNaN();
  expect(moments.variance).toBeNaN();
});

test('the JSON form survives writing and reading, empty too', () => {
  for (const samples of [latencies, [], [7]]) {
    const moments = Moments.of(samples);
    const back = Moments.fromJSON(JSON.parse(JSON.stringify(moments)));
    expect(back.toJSON()).toEqual(moments.toJSON());
    back.add(3);
    moments.add(3);
    expect(back.toJSON()).toEqual(moments.toJSON());
  }
});
