import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  byteSize,
  durationNs,
  durationText,
  parseByteSize,
  parseDurationNs,
  parseRatePerSec,
  ratePerSec,
  share,
} from './units.js';

describe('durations', () => {
  test.each([
    ['30s', 30e9],
    ['500ms', 500e6],
    ['2m', 120e9],
    ['2min', 120e9],
    ['1m30s', 90e9],
    ['1h 30m', 5400e9],
    ['1d', 86_400e9],
    ['1.5s', 1.5e9],
    ['0.1s', 100e6],
    ['250us', 250e3],
    ['250µs', 250e3],
    ['250\u03BCs', 250e3],
    ['7ns', 7],
    [' 3 s ', 3e9],
  ])('%s', (text, ns) => {
    expect(parseDurationNs(text)).toBe(ns);
  });

  test.each(['', '30', 's', '30 parsecs', '-1s', '1s30', '1e3s', '1.s', '1 000s', 'NaNs'])(
    '%j is none',
    (text) => {
      expect(parseDurationNs(text)).toBeNull();
    },
  );

  test('are written in the largest unit that is exact', () => {
    expect([90e9, 60e9, 1500e6, 1, 0, 86_400e9, 3].map(durationText)).toEqual([
      '90s',
      '1min',
      '1500ms',
      '1ns',
      '0s',
      '1d',
      '3ns',
    ]);
  });

  test('a hostile text is refused in linear time', () => {
    expect(parseDurationNs(`${'1m'.repeat(50_000)}x`)).toBeNull();
  });
});

describe('sizes', () => {
  test.each([
    ['512', 512],
    ['512B', 512],
    ['100kB', 100e3],
    ['100KB', 100e3],
    ['1.1kB', 1100],
    ['1MiB', 1 << 20],
    ['0.5 GiB', 1 << 29],
    ['2TB', 2e12],
  ])('%s', (text, bytes) => {
    expect(parseByteSize(text)).toBe(bytes);
  });

  test.each(['', 'kB', '1.5B', '-1kB', '1PB', '1 k B', '0x10'])('%j is none', (text) => {
    expect(parseByteSize(text)).toBeNull();
  });
});

describe('rates', () => {
  test.each([
    ['500', 500],
    ['500/s', 500],
    ['30k/min', 500],
    ['1M/h', 1e6 / 3600],
    ['0.5/s', 0.5],
  ])('%s', (text, rate) => {
    expect(parseRatePerSec(text)).toBe(rate);
  });

  test.each(['', '/s', '5/day', '-1/s', '5 rps'])('%j is none', (text) => {
    expect(parseRatePerSec(text)).toBeNull();
  });
});

describe('as schemas', () => {
  test('take a number or a text and yield the number', () => {
    expect(durationNs().parse('2s')).toBe(2e9);
    expect(durationNs().parse(5)).toBe(5);
    expect(byteSize().parse('1kB')).toBe(1000);
    expect(ratePerSec().parse('60/min')).toBe(1);
    expect(share().parse('2.5%')).toBe(0.025);
    expect(share().parse('0.2')).toBe(0.2);
    expect(share({ max: 1 }).safeParse('120%').success).toBe(false);
    expect(share().safeParse('some').error?.issues[0]?.message).toBe(
      "must be a share such as 2.5% or 0.025, got 'some'",
    );
  });

  test('keep to their bounds and say them in the unit', () => {
    const bounded = durationNs({ min: 1e9, max: 60e9 });
    expect(bounded.safeParse('10ms').error?.issues[0]?.message).toBe('must be at least 1s, got 10ms');
    expect(bounded.safeParse('2h').error?.issues[0]?.message).toBe('must be at most 1min, got 2h');
    expect(durationNs().safeParse(-1).success).toBe(false);
    expect(durationNs().safeParse(Number.NaN).success).toBe(false);
    expect(byteSize({ min: 5 }).safeParse('4B').error?.issues[0]?.message).toBe(
      'must be at least 5B, got 4B',
    );
  });

  test('their text goes through their own schema unchanged', () => {
    for (const ns of [0, 1, 1500, 90e9, 86_400e9]) {
      expect(z.decode(durationNs(), z.encode(durationNs(), ns))).toBe(ns);
    }
  });
});
