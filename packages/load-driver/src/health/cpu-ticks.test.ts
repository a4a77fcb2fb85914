import { expect, it } from 'vitest';
import { parseCpuTicks, stealShareBetween } from './cpu-ticks.js';

const STAT = 'cpu  100 0 50 800 10 0 5 35 20 0\ncpu0 1 2 3 4 5 6 7 8 9 10\nintr 1\n';

it('reads the sum line of /proc/stat, guest time not counted twice', () => {
  expect(parseCpuTicks(STAT)).toEqual({ totalTicks: 1000, stealTicks: 35 });
});

it.each(['', 'cpu 1 2 3\n', 'cpu a b c d e f g h\n', 'cpux 1 2 3 4 5 6 7 8\n'])(
  'says nothing about %o',
  (text) => {
    expect(parseCpuTicks(text)).toBeNull();
  },
);

it('is the share of time between two readings, unknown when one is missing', () => {
  const before = { totalTicks: 1000, stealTicks: 35 };
  expect(stealShareBetween(before, { totalTicks: 1200, stealTicks: 45 })).toBeCloseTo(0.05);
  expect(stealShareBetween(before, before)).toBe(0);
  expect(stealShareBetween(null, before)).toBeNull();
});
