import { describe, expect, it } from 'vitest';
import { bytes, grouped, milliseconds, percent, signed, signedPercent, utcTime } from './format.js';
import { COLUMNS, wrapped } from './printable.js';

describe('numbers', () => {
  it.each([
    [percent(98.5), '98.5'],
    [percent(100), '100.0'],
    [percent(99.96), '99.96'],
    [percent(99.9999), '99.9999'],
    [percent(0.04), '0.04'],
    [percent(0), '0.0'],
    [milliseconds(12.345), '12.35'],
    [milliseconds(0.0123), '0.0123'],
    [milliseconds(0), '0.00'],
    [milliseconds(Number.NaN), 'n/a'],
    [bytes(245), '245'],
    [bytes(193.12), '193.1'],
    [bytes(193.99), '194'],
    [grouped(241325, 0), '241,325'],
    [grouped(1234567.89, 1), '1,234,567.9'],
    [grouped(999.94, 1), '999.9'],
    [signed(0.04), '0.0'],
    [signed(-0.04), '0.0'],
    [signed(-26.53), '-26.5'],
    [signedPercent(27.04), '+27.0%'],
    [signedPercent(-12345.6), '-12346%'],
    [signedPercent(2.5e9), '+2.5e+9%'],
    [signedPercent(Number.POSITIVE_INFINITY), 'n/a'],
    [utcTime('2024-01-15T14:30:00.999Z'), '2024-01-15 14:30:00 UTC'],
    [utcTime('yesterday'), 'yesterday'],
  ])('%s', (actual, expected) => expect(actual).toBe(expected));
});

describe('wrapped', () => {
  it('breaks between words, and inside a word only where it must', () => {
    const lines = wrapped(`${'word '.repeat(20)}${'x'.repeat(200)}`, '  - ', '    ');
    expect(Math.max(...lines.map((line) => line.length))).toBe(COLUMNS);
    expect(lines.join('').replaceAll(/[ -]/g, '')).toBe('word'.repeat(20) + 'x'.repeat(200));
    expect(lines.slice(1).every((line) => line.startsWith('    '))).toBe(true);
  });

  it('spells out what could act on a terminal', () => {
    expect(wrapped('\u001b[31mred\u202e', '', '')).toEqual(['\\u{1b}[31mred\\u{202e}']);
  });

  it('leaves an empty text on its line', () => {
    expect(wrapped('', '  - ', '    ')).toEqual(['  - ']);
  });
});
