import type { Load } from '@benchwright/result-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Waker } from '../clock/clock.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import { createPacer } from '../pace/pacer.js';
import { discardingObserver, PhaseSink } from '../run/phase-sink.js';
import { createSimulatedTransport } from '../simulation/simulated-transport.js';
import { LoadLoop } from './load-loop.js';

const SEED = 42;

/** When each request was sent, with a waker that comes `latenessNs(i)` after the time it was asked for. */
async function sendTimes(load: Load, latenessNs: (wakeUp: number) => number = () => 0): Promise<number[]> {
  const clock = new VirtualClock();
  const sentNs: number[] = [];
  const transport = createSimulatedTransport({
    slots: 2000,
    clock,
    serviceNs: (_sequence, startNs) => {
      sentNs.push(startNs);
      return 1000;
    },
  });
  let wakeUps = 0;
  const lateWaker = (wake: () => void): Waker => {
    const waker = clock.createWaker(wake);
    return { ...waker, wakeAt: (atNs) => waker.wakeAt(atNs + latenessNs(wakeUps++)) };
  };
  const sink = new PhaseSink();
  await transport.open(sink);
  const loop = new LoadLoop({
    load,
    seed: SEED,
    transport,
    clock,
    createArrivalWaker: lateWaker,
    observer: discardingObserver,
    maxQueued: Number.POSITIVE_INFINITY,
    drainTimeoutNs: 1e9,
    stopAfterErrors: Number.POSITIVE_INFINITY,
    cancelledOutcome: 1,
  });
  sink.enter(loop, null);
  await clock.runUntil(loop.run());
  return sentNs;
}

function dueTimes(load: Load): number[] {
  const pacer = createPacer(load, SEED);
  const due: number[] = [];
  for (let k = 0; pacer(0, k) < Number.POSITIVE_INFINITY; k++) due.push(pacer(0, k));
  return due;
}

const openLoad: fc.Arbitrary<Load> = fc.oneof(
  fc.record({
    model: fc.constantFrom('constant' as const, 'poisson' as const),
    ratePerSec: fc.integer({ min: 1, max: 2000 }),
    durationNs: fc.constant(0.5e9),
  }),
  fc.record({
    model: fc.constant('stages' as const),
    startRatePerSec: fc.integer({ min: 0, max: 1000 }),
    stages: fc.constant<{ toRatePerSec: number; overNs: number }[]>([{ toRatePerSec: 1000, overNs: 0.5e9 }]),
  }),
);

it('never sends what is not due yet, and after a late wake-up all that is overdue at once', async () => {
  await fc.assert(
    fc.asyncProperty(
      openLoad,
      fc.array(fc.integer({ min: 0, max: 40e6 }), { minLength: 1, maxLength: 20 }),
      async (load, lateness) => {
        const sent = await sendTimes(load, (i) => lateness[i % lateness.length]!);
        const due = dueTimes(load);
        expect(sent).toHaveLength(due.length);
        let burstEnd = 0;
        for (const [k, atNs] of sent.entries()) {
          expect(atNs).toBeGreaterThanOrEqual(due[k]!);
          if (k < burstEnd) continue;
          // Whoever is sent first at an instant takes everybody along who is due by then, and nobody else.
          burstEnd = k + sent.filter((other) => other === atNs).length;
          if (burstEnd < due.length) expect(due[burstEnd]).toBeGreaterThan(atNs);
        }
      },
    ),
    { numRuns: 40 },
  );
});

describe('inter-arrival times of what is sent, by the Kolmogorov–Smirnov test against an exponential', () => {
  const ratePerSec = 1500;
  /** sup |F_n − F|, and its critical value at 1 % (Stephens 1974). */
  function distance(sent: readonly number[]): { d: number; critical: number } {
    const gaps = sent.map((atNs, i) => (atNs - (sent[i - 1] ?? 0)) / 1e9).sort((a, b) => a - b);
    const n = gaps.length;
    let d = 0;
    for (const [i, gap] of gaps.entries()) {
      const f = 1 - Math.exp(-ratePerSec * gap);
      d = Math.max(d, f - i / n, (i + 1) / n - f);
    }
    return { d, critical: 1.628 / Math.sqrt(n) };
  }

  it('accepts a Poisson load', async () => {
    const { d, critical } = distance(await sendTimes({ model: 'poisson', ratePerSec, durationNs: 8e9 }));
    expect(d).toBeLessThan(critical);
  });

  it('rejects a constant one, and a Poisson load through a timer that is a millisecond late', async () => {
    const constant = distance(await sendTimes({ model: 'constant', ratePerSec, durationNs: 8e9 }));
    expect(constant.d).toBeGreaterThan(constant.critical);
    const late = await sendTimes({ model: 'poisson', ratePerSec, durationNs: 8e9 }, () => 1e6);
    const { d, critical } = distance(late);
    expect(d).toBeGreaterThan(critical);
  });
});
