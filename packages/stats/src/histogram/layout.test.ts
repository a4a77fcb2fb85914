import { build, Float64Histogram } from 'hdr-histogram-js';
import { expect, test } from 'vitest';
import { createRandom } from '../random/random.js';
import { BucketLayout, DEFAULT_SHAPE, type HistogramShape } from './layout.js';

const SHAPES: HistogramShape[] = [
  DEFAULT_SHAPE,
  { lowestDiscernibleValue: 1, highestTrackableValue: 2, significantDigits: 1 },
  { lowestDiscernibleValue: 1000, highestTrackableValue: 3.6e12, significantDigits: 2 },
  { lowestDiscernibleValue: 1, highestTrackableValue: 2 ** 31 - 1, significantDigits: 5 },
  { lowestDiscernibleValue: 2 ** 20, highestTrackableValue: Number.MAX_SAFE_INTEGER, significantDigits: 4 },
  { lowestDiscernibleValue: 1, highestTrackableValue: Number.MAX_SAFE_INTEGER, significantDigits: 3 },
];

function sameIn(shape: HistogramShape): Float64Histogram {
  const hdr = build({
    bitBucketSize: 64,
    autoResize: false,
    lowestDiscernibleValue: shape.lowestDiscernibleValue,
    highestTrackableValue: shape.highestTrackableValue,
    numberOfSignificantValueDigits: shape.significantDigits as 1 | 2 | 3 | 4 | 5,
    useWebAssembly: false,
  });
  if (!(hdr instanceof Float64Histogram)) throw new Error('asked for 64-bit counts');
  return hdr;
}

/** Powers of two and their neighbours, where an index is wrong first, and random values of every magnitude. */
function probes(highest: number): number[] {
  const random = createRandom('layout');
  const values = [0, 1, 2, 3, highest];
  for (let bits = 1; bits < 53; bits++) {
    values.push(2 ** bits - 1, 2 ** bits, 2 ** bits + 1, Math.floor(2 ** bits * (1 + random.nextFloat())));
  }
  return values.filter((value) => value <= highest);
}

test.each(SHAPES)(
  'buckets are those of hdr-histogram-js for $lowestDiscernibleValue … $highestTrackableValue, $significantDigits digits',
  (shape) => {
    const layout = new BucketLayout(shape);
    const hdr = sameIn(shape);
    expect(layout.length).toBe(hdr.countsArrayLength);
    for (const value of probes(shape.highestTrackableValue)) {
      const index = layout.indexOf(value);
      expect(index, `index of ${value}`).toBe(hdr.countsArrayIndex(value));
      // By index, not by value: their log2(2^53 − 1) rounds up to 53, which the index survives and
      // lowestEquivalentValue does not.
      expect(layout.lowestValueAt(index), `lowest equivalent of ${value}`).toBe(hdr.valueFromIndex(index));
      expect(layout.highestValueAt(index), `highest equivalent of ${value}`).toBe(
        hdr.valueFromIndex(index + 1) - 1,
      );
    }
  },
);

test.each([
  [{ lowestDiscernibleValue: 0 }, /lowestDiscernibleValue/],
  [{ lowestDiscernibleValue: 1.5 }, /lowestDiscernibleValue/],
  [{ lowestDiscernibleValue: 100, highestTrackableValue: 199 }, /highestTrackableValue/],
  [{ highestTrackableValue: Number.POSITIVE_INFINITY }, /highestTrackableValue/],
  [{ significantDigits: 6 }, /significantDigits/],
  [{ significantDigits: 2.5 }, /significantDigits/],
])('%j is refused with a code and the name of the field', (wrong, field) => {
  const attempt = () => new BucketLayout({ ...DEFAULT_SHAPE, ...wrong });
  expect(attempt).toThrow(expect.objectContaining({ code: 'ERR_HISTOGRAM_CONFIG' }));
  expect(attempt).toThrow(field);
});
