import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberText } from '../testing/arbitrary-items.js';
import { referenceNumber } from '../testing/reference-values.js';
import { normalizeNumber } from './number.js';

describe('numbers', () => {
  it.each([
    ['0', '0'],
    ['-0', '0'],
    ['-000.000', '0'],
    ['.0e99', '0'],
    ['0e-9999', '0'],
    ['7.', '7'],
    ['012.340', '12.34'],
    ['+123.456', '123.456'],
    ['123.456e-5', '0.00123456'],
    ['123.456E+5', '12345600'],
    ['-.123e2', '-12.3'],
    ['0800.000e0', '800'],
    ['1e-130', `0.${'0'.repeat(129)}1`],
    ['.99999999999999999999999999999999999999E+126', `${'9'.repeat(38)}${'0'.repeat(88)}`],
    ['1'.padEnd(126, '0'), '1'.padEnd(126, '0')],
    ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
    ['-12345678901234567890123456789012345678', '-12345678901234567890123456789012345678'],
  ])('%s is %s', (text, normal) => {
    expect(normalizeNumber(text)).toBe(normal);
  });

  it.each([
    ['nothing', ''],
    ['a point alone', '.'],
    ['an exponent alone', 'e9'],
    ['two points', '1.2.3'],
    ['a word', 'NaN'],
    ['space', ' 1'],
    ['a line after it', '1\n'],
    ['39 digits', '123456789012345678901234567890123456789'],
    ['too large', '1e126'],
    ['too small', '9.9e-131'],
    ['an absurd exponent', `1e${'9'.repeat(400)}`],
    ['other digits', '١'],
  ])('%s is refused', (_what, text) => {
    expect(() => normalizeNumber(text)).toThrow(expect.objectContaining({ code: 'ERR_VALUE_NUMBER' }));
  });

  it('have one form, which the reference finds by other means', () => {
    fc.assert(
      fc.property(numberText, (text) => {
        const normal = normalizeNumber(text);
        expect(normal).toBe(referenceNumber(text));
        expect(normalizeNumber(normal)).toBe(normal);
      }),
      { numRuns: 2000 },
    );
  });

  it('do not tell their digits when refused', () => {
    expect(() => normalizeNumber('4111111111111111x')).toThrow(
      /^a number \(17 characters, 16 digits\) is not a number$/,
    );
  });
});
