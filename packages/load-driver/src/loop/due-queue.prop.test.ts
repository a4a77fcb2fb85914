import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DueQueue } from './due-queue.js';
import { SlotPool } from './slot-pool.js';

it('DueQueue is a plain queue that grows, and knows its longest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.double({ noNaN: true }), { nil: null }), { maxLength: 300 }),
      (steps) => {
        const queue = new DueQueue(2);
        const model: number[] = [];
        let longest = 0;
        for (const step of steps) {
          if (step !== null) {
            queue.push(step);
            model.push(step);
          } else if (model.length > 0) {
            expect(queue.shift()).toBe(model.shift());
          }
          longest = Math.max(longest, model.length);
          expect(queue.length).toBe(model.length);
        }
        expect(queue.highWater).toBe(longest);
      },
    ),
  );
});

it('SlotPool hands out each slot once, the one given back longest ago first', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.boolean(), { maxLength: 200 }),
      (slots, steps) => {
        const pool = new SlotPool(slots);
        const free = Array.from({ length: slots }, (_, i) => i);
        const taken: number[] = [];
        for (const take of steps) {
          if (take && free.length > 0) {
            const slot = pool.take();
            expect(slot).toBe(free.shift());
            taken.push(slot);
          } else if (!take && taken.length > 0) {
            const slot = taken.shift()!;
            pool.give(slot);
            free.push(slot);
          }
          expect(pool.free).toBe(free.length);
        }
      },
    ),
  );
});
