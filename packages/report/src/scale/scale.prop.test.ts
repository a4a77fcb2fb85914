import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatIn, scaleBytes, scaleRate, scaleTime } from './scale.js';

const column = fc.array(fc.double({ min: 1e-3, max: 1e13, noNaN: true }), { minLength: 1, maxLength: 8 });

test.each([scaleTime, scaleBytes, scaleRate])(
  'a shown value reads back to within its last digit',
  (scaleOf) => {
    fc.assert(
      fc.property(column, (values) => {
        const scale = scaleOf(values);
        for (const value of values) {
          const shown = Number(formatIn(scale, value).replaceAll(',', ''));
          const lastDigit = 0.5 * 10 ** -scale.decimals;
          expect(Math.abs(shown - value / scale.divisor)).toBeLessThanOrEqual(
            lastDigit * (1 + 1e-9) + shown * 1e-12,
          );
        }
      }),
    );
  },
);

test('all values of a column have the same number of decimals', () => {
  fc.assert(
    fc.property(column, (values) => {
      const scale = scaleTime(values);
      const decimals = new Set(values.map((value) => formatIn(scale, value).split('.')[1]?.length ?? 0));
      expect([...decimals]).toEqual([scale.decimals]);
    }),
  );
});
