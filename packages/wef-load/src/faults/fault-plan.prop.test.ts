import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EVENT_FAULTS, type EventFaultPlan, faultyEvents, idsOfFault } from './fault-plan.js';

const plans = fc.record<EventFaultPlan>({
  seed: fc.nat(),
  oneIn: fc.integer({ min: 1, max: 50 }),
  faults: fc.uniqueArray(fc.constantFrom(...EVENT_FAULTS), { minLength: 1 }),
});

it('hits exactly one event in so many, whatever stretch one looks at', () => {
  fc.assert(
    fc.property(plans, fc.integer({ min: 1, max: 60 }), (plan, stretches) => {
      const last = stretches * plan.oneIn;
      const all = faultyEvents(plan, 1, last);
      expect(all).toHaveLength(stretches);
      all.forEach(({ id, fault }, i) => {
        expect(Math.ceil(id / plan.oneIn)).toBe(i + 1);
        expect(fault).toBe(plan.faults[i % plan.faults.length]);
      });
    }),
  );
});

it('is the same for a whole run and batch by batch', () => {
  fc.assert(
    fc.property(
      plans,
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 30 }),
      (plan, batch, batches) => {
        const parts = Array.from({ length: batches }, (_, i) =>
          faultyEvents(plan, i * batch + 1, (i + 1) * batch),
        );
        expect(parts.flat()).toEqual(faultyEvents(plan, 1, batch * batches));
        const byFault = plan.faults.flatMap((fault) => idsOfFault(plan, fault, [[1, batch * batches]]));
        expect(byFault.sort((a, b) => a - b)).toEqual(parts.flat().map(({ id }) => id));
      },
    ),
  );
});

it('hits nothing when nothing is to happen', () => {
  expect(faultyEvents({ seed: 1, oneIn: 10, faults: [] }, 1, 100)).toEqual([]);
});
