import type { Load } from '@benchwright/result-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideLoads } from './divide-loads.js';
import { createPacer } from './pacer.js';
import { nestSlices, type Slice, sliceLoad, slicePacer } from './slice-load.js';

const ready = async (): Promise<bigint> => 0n;
const sizes = fc.integer({ min: 1, max: 7 });

function slicesOf(of: number): Slice[] {
  return Array.from({ length: of }, (_, index) => ({ index, of }));
}

describe('divideLoads', () => {
  it('gives agents and their threads arrivals that are the whole schedule, each once', () => {
    fc.assert(
      fc.property(sizes, sizes, fc.integer({ min: 1, max: 300 }), (agents, threads, count) => {
        const load: Load = { model: 'constant', ratePerSec: count, durationNs: 1e9 };
        const whole = createPacer(load, 1);
        const due = slicesOf(agents).flatMap((slice) => {
          const divided = divideLoads({ load, warmup: null }, { slice, ready });
          return slicesOf(threads).flatMap((own) => {
            const pacer = slicePacer(createPacer(divided.load, 1), nestSlices(divided.slice, own));
            const mine: number[] = [];
            for (let k = 0; Number.isFinite(pacer(0, k)); k++) mine.push(pacer(0, k));
            return mine;
          });
        });
        expect(due.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, k) => whole(0, k)));
      }),
    );
  });

  it('gives agents and their threads counts and requests under way that sum to the whole', () => {
    fc.assert(
      fc.property(
        sizes,
        sizes,
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 90 }),
        (agents, threads, count, concurrency) => {
          const load: Load = { model: 'iterations', count: Math.max(count, concurrency), concurrency };
          const parts = slicesOf(agents)
            .filter((slice) => sliceLoad(load, slice) !== null)
            .flatMap((slice) => {
              const divided = divideLoads({ load, warmup: null }, { slice, ready }).load;
              return slicesOf(threads).flatMap((own) => sliceLoad(divided, own) ?? []);
            });
          const total = (of: (part: Load) => number): number =>
            parts.reduce((sum, part) => sum + of(part), 0);
          expect(total((part) => (part.model === 'iterations' ? part.count : 0))).toBe(load.count);
          expect(total((part) => (part.model === 'iterations' ? part.concurrency : 0))).toBe(concurrency);
        },
      ),
    );
  });

  it('leaves a trial alone that one process offers', () => {
    const load: Load = { model: 'closed', concurrency: 3, durationNs: 1e9 };
    expect(divideLoads({ load, warmup: load }, undefined, { index: 1, of: 2 })).toEqual({
      load,
      warmup: load,
      slice: { index: 1, of: 2 },
    });
  });

  it('asks whether each part may be offered, the warm-up first, at the rate of the part', () => {
    const asked: unknown[] = [];
    const load: Load = { model: 'poisson', ratePerSec: 100, durationNs: 1e9 };
    const warmup: Load = { model: 'iterations', count: 8, concurrency: 4 };
    const slice = { index: 1, of: 4 };
    divideLoads({ load, warmup }, { slice, ready, admit: (part) => asked.push(part) });
    expect(asked).toEqual([
      { load: { model: 'iterations', count: 2, concurrency: 1 }, ratePerSec: null },
      { load, ratePerSec: 25 },
    ]);
  });

  it('refuses a part that is left with nothing', () => {
    const load: Load = { model: 'iterations', count: 2, concurrency: 2 };
    const part = { slice: { index: 2, of: 4 }, ready };
    expect(() => divideLoads({ load, warmup: null }, part)).toThrow(
      'nothing is left of the load for part 3 of 4',
    );
  });
});
