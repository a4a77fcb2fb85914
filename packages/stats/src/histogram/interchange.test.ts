import {
  build,
  decodeFromCompressedBase64,
  encodeIntoCompressedBase64,
  initWebAssemblySync,
} from 'hdr-histogram-js';
import { beforeAll, describe, expect, test } from 'vitest';
import { createRandom } from '../random/random.js';
import { Histogram } from './histogram.js';

beforeAll(() => initWebAssemblySync());

const random = createRandom('interchange');
const LATENCIES = Array.from({ length: 5000 }, () => Math.floor(random.nextExponential(1 / 2e6)));
const SHAPE = { lowestDiscernibleValue: 1, highestTrackableValue: 3.6e12 } as const;

function mine(values: readonly number[]): Histogram {
  const histogram = new Histogram({ measuredFrom: 'due' });
  for (const value of values) histogram.record(value);
  return histogram;
}

describe.each([false, true])('hdr-histogram-js, WebAssembly: %s', (useWebAssembly) => {
  function theirs(values: readonly number[]) {
    const hdr = build({
      ...SHAPE,
      numberOfSignificantValueDigits: 3,
      bitBucketSize: 64,
      autoResize: false,
      useWebAssembly,
    });
    for (const value of values) hdr.recordValue(value);
    return hdr;
  }

  test('writes what we read: buckets, count and quantiles', () => {
    const hdr = theirs(LATENCIES);
    const decoded = Histogram.decode(encodeIntoCompressedBase64(hdr), { measuredFrom: 'due' });
    expect([...decoded.buckets()]).toEqual([...mine(LATENCIES).buckets()]);
    expect(decoded.count).toBe(hdr.totalCount);
    for (const percentile of [1, 50, 90, 99, 99.9]) {
      expect(decoded.quantileValue(percentile / 100)).toBe(hdr.getValueAtPercentile(percentile));
    }
    hdr.destroy();
  });

  test('reads what we write', () => {
    const hdr = decodeFromCompressedBase64(mine(LATENCIES).encode(), 64, useWebAssembly);
    expect(hdr.totalCount).toBe(5000);
    for (const percentile of [0, 1, 50, 90, 99, 99.9]) {
      const expected = theirs(LATENCIES);
      expect(hdr.getValueAtPercentile(percentile)).toBe(expected.getValueAtPercentile(percentile));
      expected.destroy();
    }
    hdr.destroy();
  });
});

test('our text is byte for byte what hdr-histogram-js writes for the same values', () => {
  const hdr = build({
    ...SHAPE,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 64,
    autoResize: false,
    useWebAssembly: false,
  });
  for (const value of LATENCIES) hdr.recordValue(value);
  expect(mine(LATENCIES).encode()).toBe(encodeIntoCompressedBase64(hdr));
});

test('mean and percentile spectrum agree with hdr-histogram-js', () => {
  const hdr = build({
    ...SHAPE,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 64,
    autoResize: false,
    useWebAssembly: false,
  });
  for (const value of LATENCIES) hdr.recordValue(value);
  const histogram = mine(LATENCIES);
  // They round the middle of a bucket up, half a unit at most.
  expect(Math.abs(histogram.mean - hdr.mean)).toBeLessThanOrEqual(0.5);
  // Columns: value, percentile (a fraction), count; two lines of heading, three of footer.
  const lines = hdr.outputPercentileDistribution(5, 1).trim().split('\n').slice(2, -3);
  const theirs = lines.map((line) => line.trim().split(/\s+/).slice(0, 3).map(Number));
  const ours = histogram
    .percentileSpectrum(5)
    .map(({ value, quantile, count }) => [value, Number(quantile.toFixed(12)), count]);
  expect(ours).toEqual(theirs);
});

test('counts beyond 32 bits survive', () => {
  const histogram = new Histogram();
  histogram.recordCount(1234, 2 ** 40 + 3);
  expect(Histogram.decode(histogram.encode()).count).toBe(2 ** 40 + 3);
});

test('decoding says what it cannot know: basis and unit are given, extremes are bucket ends', () => {
  const histogram = mine([1_234_567, 7_654_321]);
  const decoded = Histogram.decode(histogram.encode(), { measuredFrom: 'send', unit: 'us' });
  expect([decoded.measuredFrom, decoded.unit, decoded.extremesAreExact]).toEqual(['send', 'us', false]);
  expect(decoded.min).toBeLessThanOrEqual(1_234_567);
  expect(decoded.max).toBeGreaterThanOrEqual(7_654_321);
  expect(Histogram.decode(new Histogram().encode()).count).toBe(0);
});

test('JSON keeps basis, unit, exact extremes and what did not fit', () => {
  const histogram = mine([...LATENCIES, 5e12, -7, Number.NaN]);
  const back = Histogram.fromJSON(JSON.parse(JSON.stringify(histogram)));
  expect(back.toJSON()).toEqual(histogram.toJSON());
  expect([back.max, back.min, back.extremesAreExact]).toEqual([5e12, -7, true]);
  back.merge(histogram);
  expect(back.count).toBe(2 * histogram.count);
  const empty = Histogram.fromJSON(JSON.parse(JSON.stringify(new Histogram())));
  expect([empty.count, empty.min]).toEqual([0, Number.NaN]);
});

describe('what is no histogram gets a coded error', () => {
  const good = mine(LATENCIES).encode();

  test.each([
    ['empty text', ''],
    ['no base64', '%%%%'],
    ['other base64', Buffer.from('hello, this is no histogram').toString('base64')],
    ['cut off', good.slice(0, good.length - 40)],
    ['altered', `${good.slice(0, 60)}AAAA${good.slice(64)}`],
    ['uncompressed V2', Buffer.from([0x1c, 0x84, 0x93, 0x13, 0, 0, 0, 0]).toString('base64')],
  ])('%s', (_, text) => {
    expect(() => Histogram.decode(text)).toThrow(
      expect.objectContaining({ code: 'ERR_HISTOGRAM_DECODE', name: 'StatsError' }),
    );
  });

  test('a stored count that the buckets contradict', () => {
    const json = { ...mine([1, 2, 3]).toJSON(), count: 4 };
    expect(() => Histogram.fromJSON(json)).toThrow(expect.objectContaining({ code: 'ERR_HISTOGRAM_DECODE' }));
  });
});
