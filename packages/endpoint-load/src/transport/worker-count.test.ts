import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shareOf, workerCount } from './worker-count.js';

const connections = fc.integer({ min: 1, max: 500 });

it('one worker on one or two cores, half of more, and never more than connections', () => {
  const many = { connections: 100, pipeline: 1 };
  expect([1, 2, 3, 4, 16].map((cores) => workerCount('auto', many, cores))).toEqual([1, 1, 1, 2, 8]);
  expect(workerCount('auto', { connections: 3, pipeline: 1 }, 64)).toBe(3);
  expect(workerCount(7, many, 2)).toBe(7);
});

it('with pipelining, workers divide the connections', () => {
  fc.assert(
    fc.property(connections, fc.integer({ min: 1, max: 128 }), (all, cores) => {
      const workers = workerCount('auto', { connections: all, pipeline: 2 }, cores);
      expect(all % workers).toBe(0);
    }),
  );
});

it('the shares of the connections sum to the whole, and nobody has none', () => {
  fc.assert(
    fc.property(connections, fc.integer({ min: 1, max: 64 }), (all, wanted) => {
      const of = Math.min(all, wanted);
      const shares = Array.from({ length: of }, (_, index) => shareOf(all, { index, of }));
      expect(shares.reduce((a, b) => a + b, 0)).toBe(all);
      expect(Math.min(...shares)).toBeGreaterThan(0);
    }),
  );
});
