import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { histogramOf } from '../record/read-distribution.js';
import { createDriver } from '../run/create-driver.js';
import { createSimulatedTransport } from '../simulation/simulated-transport.js';
import { ignoreEvents } from '../suite/events.js';
import { OutcomeTable } from '../transport/outcome-table.js';

const SERVICE_NS = 50_000;
const STALL = { fromNs: 5e9, forNs: 1e9 };
const RATE_PER_SEC = 1000;
const DURATION_NS = 10e9;

/**
 * The truth, by arithmetic: of the arrivals spread evenly over the duration, the share (1 − q) that waits longest came in the first
 * (1 − q) × duration of the stall. Who came at its end waits for the rest of the stall, and for those before it to be answered
 * over so many connections; all others are answered at once.
 */
function trueResponseNs(q: number, connections: number): number {
  const sinceNs = (1 - q) * DURATION_NS;
  const before = sinceNs * (RATE_PER_SEC / 1e9);
  return Math.max(0, STALL.forNs - sinceNs + (before / connections) * SERVICE_NS) + SERVICE_NS;
}

/** While it is stopped nothing is answered: what is sent then is answered when it goes on. */
function serviceNs(_sequence: number, startNs: number): number {
  const resumesNs = STALL.fromNs + STALL.forNs;
  const isStopped = startNs >= STALL.fromNs && startNs < resumesNs;
  return SERVICE_NS + (isStopped ? resumesNs - startNs : 0);
}

async function quantilesWith(slots: number) {
  const clock = new VirtualClock();
  const driver = await createDriver({
    transport: createSimulatedTransport({ slots, clock, serviceNs }),
    clock,
    outcomes: new OutcomeTable(),
    drainTimeoutNs: 1e9,
  });
  const record = await clock.runUntil(
    driver.runTrial({
      cell: 'stall',
      trial: 0,
      load: { model: 'constant', ratePerSec: RATE_PER_SEC, durationNs: DURATION_NS },
      warmup: null,
      ctx: { signal: new AbortController().signal, events: ignoreEvents, trialSeed: 1 },
    }),
  );
  const of = (name: string) => {
    const histogram = histogramOf(record.distributions[name]!);
    return (q: number) => histogram.quantileValue(q);
  };
  return { counts: record.counts, response: of('responseTimeNs'), service: of('serviceTimeNs') };
}

describe.each([4, 50, 2000])(
  'a server that stops for 1 s in 10 s at 1000/s, over %i connections',
  (slots) => {
    it('has the response times that arithmetic says, and drops nothing', async () => {
      const { counts, response } = await quantilesWith(slots);
      expect(counts).toMatchObject({ offered: 10_000, sent: 10_000, ok: 10_000, dropped: 0 });
      expect(response(0.5)).toBeLessThan(1e6);
      for (const q of [0.95, 0.99, 0.999]) expect(response(q) / trueResponseNs(q, slots)).toBeCloseTo(1, 2);
    });

    it('shows beside them what measuring from the send would have said', async () => {
      const { service } = await quantilesWith(slots);
      expect(service(0.5)).toBeLessThan(1e6);
      // Only the requests that were under way waited, as many as there are connections: the fewer, the better it looks.
      const stalledShare = Math.min(slots, 1000) / 10_000;
      expect(service(1 - stalledShare - 1e-4)).toBeLessThan(1e6);
      expect(service(1 - stalledShare / 2)).toBeGreaterThan(1e8);
    });
  },
);
