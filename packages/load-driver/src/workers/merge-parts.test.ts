import { type Load, trialRecordSchema } from '@benchwright/result-schema';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { type Slice, sliceLoad, WHOLE } from '../pace/slice-load.js';
import { percentileOf } from '../record/read-distribution.js';
import { createDriver } from '../run/create-driver.js';
import { createSimulatedTransport } from '../simulation/simulated-transport.js';
import { ignoreEvents } from '../suite/events.js';
import { OutcomeTable } from '../transport/outcome-table.js';
import { mergeParts } from './merge-parts.js';

/** A server whose answer depends on when it is asked, not on who asks: slices meet what the whole meets. */
const serviceNs = (_n: number, startNs: number): number => 1e6 + (startNs % 7e6);

async function offer(load: Load, slice: Slice) {
  const clock = new VirtualClock();
  const driver = await createDriver({
    transport: createSimulatedTransport({ slots: 500, clock, serviceNs }),
    clock,
    outcomes: new OutcomeTable(),
    drainTimeoutNs: 1e9,
    slice,
  });
  return clock.runUntil(
    driver.runTrial({
      cell: 'a',
      trial: 0,
      load: sliceLoad(load, slice)!,
      warmup: null,
      ctx: { signal: new AbortController().signal, events: ignoreEvents, trialSeed: 9 },
    }),
  );
}

it('slices of an open load, merged, are the record of the whole', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.constantFrom<Load>(
        { model: 'constant', ratePerSec: 313, durationNs: 2.5e9 },
        { model: 'poisson', ratePerSec: 200, durationNs: 2e9 },
        { model: 'stages', startRatePerSec: 0, stages: [{ toRatePerSec: 400, overNs: 2e9 }] },
      ),
      async (of, load) => {
        const whole = await offer(load, WHOLE);
        const parts = await Promise.all(Array.from({ length: of }, (_, index) => offer(load, { index, of })));
        const merged = mergeParts(parts, { load, target: null });
        expect(trialRecordSchema.safeParse(merged).error).toBeUndefined();
        expect(merged.counts).toEqual(whole.counts);
        expect(merged.series.offered).toEqual(whole.series.offered);
        expect(merged.series.ok).toEqual(whole.series.ok);
        if (of > 1) expect(merged.series.responseP99Ns).toEqual(whole.series.responseP99Ns);
        for (const p of [0, 50, 90, 99, 99.9, 100]) {
          expect(percentileOf(merged, 'responseTimeNs', p)).toBe(percentileOf(whole, 'responseTimeNs', p));
        }
        const [a, b] = [merged.distributions.responseTimeNs!, whole.distributions.responseTimeNs!];
        expect(a.mean / b.mean).toBeCloseTo(1, 9);
        expect(a.m2 / b.m2).toBeCloseTo(1, 6);
        expect([a.min, a.max, a.count]).toEqual([b.min, b.max, b.count]);
        expect(merged.bytes).toEqual(whole.bytes);
      },
    ),
    { numRuns: 25 },
  );
});

it('keeps what went wrong in a part', async () => {
  const load: Load = { model: 'constant', ratePerSec: 10, durationNs: 1e9 };
  const part = await offer(load, { index: 0, of: 2 });
  const faults = [{ code: 'WORKER_LOST', text: 'worker 2 ended with code 1' }];
  expect(mergeParts([part], { load, target: null, faults }).faults).toEqual(faults);
  expect(() => mergeParts([], { load, target: null })).toThrow('without parts');
});

it('takes the health of the whole from its parts: the latest, the furthest, the least disturbed, and all that waits', async () => {
  const load: Load = { model: 'constant', ratePerSec: 100, durationNs: 1e9 };
  const part = await offer(load, { index: 0, of: 2 });
  const health = (overlay: Partial<typeof part.health>) => ({
    ...part,
    health: { ...part.health, ...overlay },
  });
  const merged = mergeParts(
    [
      health({
        arrivalLagP99Ns: 5,
        backlogAtEnd: 2,
        clockStepNs: 10,
        coreSpeed: { beforePerSec: 4, afterPerSec: 2 },
      }),
      health({
        arrivalLagP99Ns: 9,
        backlogAtEnd: 3,
        clockStepNs: -70,
        coreSpeed: { beforePerSec: 3, afterPerSec: 3 },
      }),
    ],
    { load, target: null },
  );
  expect(merged.health).toMatchObject({
    arrivalLagP99Ns: 9,
    backlogAtEnd: 5,
    clockStepNs: -70,
    coreSpeed: { beforePerSec: 4, afterPerSec: 3 },
  });
});
