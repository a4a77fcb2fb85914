import type { Load } from '@benchwright/result-schema';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { TrialRecorder } from '../record/trial-recorder.js';
import { PhaseSink } from '../run/phase-sink.js';
import { createSimulatedTransport } from '../simulation/simulated-transport.js';
import { OutcomeTable } from '../transport/outcome-table.js';
import { LoadLoop } from './load-loop.js';

const concurrency = fc.integer({ min: 1, max: 8 });
const durationNs = fc.integer({ min: 1e6, max: 2e9 });
const ratePerSec = fc.double({ min: 0.5, max: 500, noNaN: true });
const load: fc.Arbitrary<Load> = fc.oneof(
  fc.record({
    model: fc.constant('iterations' as const),
    count: fc.integer({ min: 1, max: 300 }),
    concurrency,
  }),
  fc.record({
    model: fc.constant('closed' as const),
    concurrency,
    durationNs: fc.integer({ min: 1e6, max: 2e8 }),
  }),
  fc.record({ model: fc.constant('constant' as const), ratePerSec, durationNs }),
  fc.record({ model: fc.constant('poisson' as const), ratePerSec, durationNs }),
);

it('accounts for every request exactly, whatever load, server, bounds and interruption', async () => {
  await fc.assert(
    fc.asyncProperty(
      load,
      fc.array(fc.integer({ min: 0, max: 4e8 }), { minLength: 1, maxLength: 20 }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
      fc.option(fc.integer({ min: 0, max: 50 }), { nil: Number.POSITIVE_INFINITY }),
      fc.option(fc.integer({ min: 0, max: 2e9 }), { nil: null }),
      async (theLoad, services, fails, maxQueued, abortAtNs) => {
        const clock = new VirtualClock();
        const outcomes = new OutcomeTable();
        const failed = outcomes.codeOf('HTTP_500');
        const transport = createSimulatedTransport({
          slots: 4,
          clock,
          serviceNs: (n) => Math.max(1e5, services[n % services.length]!),
          outcome: (n) => (fails[n % fails.length] ? failed : 0),
        });
        const sink = new PhaseSink();
        await transport.open(sink);
        const recorder = new TrialRecorder(outcomes, 0);
        const loop = new LoadLoop({
          load: theLoad,
          seed: 3,
          transport,
          clock,
          observer: recorder,
          maxQueued,
          drainTimeoutNs: 1e9,
          stopAfterErrors: Number.POSITIVE_INFINITY,
          cancelledOutcome: outcomes.codeOf('CANCELLED'),
        });
        sink.enter(loop, recorder);
        if (abortAtNs !== null) clock.createWaker(() => loop.abort()).wakeAt(abortAtNs);
        const end = await clock.runUntil(loop.run());
        const counts = recorder.counts();
        expect(counts.sent + counts.dropped).toBe(counts.offered);
        expect(counts.ok + counts.failed).toBe(counts.sent);
        expect(Object.values(counts.errors).reduce((a, b) => a + b, 0)).toBe(counts.failed);
        const series = recorder.series();
        expect(series.ok.reduce((a, b) => a + b, 0)).toBe(counts.ok);
        expect(series.offered.reduce((a, b) => a + b, 0)).toBe(counts.offered);
        if (theLoad.model === 'iterations' && !end.cutShort) expect(counts.sent).toBe(theLoad.count);
      },
    ),
    { numRuns: 150 },
  );
});
