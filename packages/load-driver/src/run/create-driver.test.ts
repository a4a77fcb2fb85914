import { type Load, trialRecordSchema } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../clock/clock.js';
import type { Sleeper } from '../clock/sleeper.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import type { PacerName } from '../pace/choose-pacer.js';
import { createSimulatedTransport } from '../simulation/simulated-transport.js';
import type { RunEvent } from '../suite/events.js';
import { OutcomeTable } from '../transport/outcome-table.js';
import { createDriver } from './create-driver.js';

async function drive(options: { warmup: number; abortAt?: number }) {
  const clock = new VirtualClock();
  const sent: number[] = [];
  const abort = new AbortController();
  const transport = createSimulatedTransport({
    slots: 2,
    clock,
    serviceNs: (n) => {
      sent.push(n);
      if (sent.length === options.abortAt) abort.abort();
      return 100e6;
    },
  });
  const driver = await createDriver({ transport, clock, outcomes: new OutcomeTable(), drainTimeoutNs: 1e9 });
  const events: RunEvent[] = [];
  const record = await clock.runUntil(
    driver.runTrial({
      cell: 'a',
      trial: 0,
      load: { model: 'iterations', count: 20, concurrency: 2 },
      warmup: options.warmup > 0 ? { model: 'iterations', count: options.warmup, concurrency: 2 } : null,
      ctx: { signal: abort.signal, events: (event) => events.push(event), trialSeed: 1 },
      extra: () => ({ answerBytes: 42 }),
    }),
  );
  return { record, sent, events };
}

describe('createDriver', () => {
  it('warms up over the same transport and counts none of it', async () => {
    const { record, sent } = await drive({ warmup: 6 });
    expect(sent).toHaveLength(26);
    expect(record.warmup).toEqual({ requests: 6, durationNs: 300e6 });
    expect(record.counts).toMatchObject({ offered: 20, sent: 20, ok: 20 });
    expect(record.durationNs).toBe(1e9);
    expect(trialRecordSchema.safeParse(record).error).toBeUndefined();
    expect(record.extra).toEqual({ answerBytes: 42 });
  });

  it('starts the measured requests at sequence 0, whatever the warm-up sent', async () => {
    const { sent } = await drive({ warmup: 3 });
    expect(sent.slice(3)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  it('takes nothing from the machine in virtual time: what it does meanwhile is no part of the trial', async () => {
    const { health } = (await drive({ warmup: 0 })).record;
    expect(health).toEqual({
      pacer: 'unpaced',
      cpuShare: 0,
      busyShare: 0,
      eventLoopDelayP99Ns: 0,
      eventLoopDelayMaxNs: 0,
      sendLagP99Ns: expect.any(Number),
      stealShare: null,
      gcPauseNs: 0,
      maxRssBytes: expect.any(Number),
      queueHighWater: expect.any(Number),
    });
  });

  it('samples progress a few times a second, with what is left', async () => {
    const { events } = await drive({ warmup: 0 });
    const samples = events.flatMap((e) => (e.type === 'trial-progress' ? [e.progress] : []));
    expect(samples.length).toBeGreaterThanOrEqual(3);
    expect(samples[0]).toMatchObject({
      cell: 'a',
      phase: 'measure',
      inFlight: 2,
      remainingRequests: 16,
      remainingNs: null,
      dropped: 0,
      errors: {},
    });
    expect(samples[0]?.offered).toBe((samples[0]?.ok ?? 0) + 2);
    expect(samples[0]?.cpuShare).toBeGreaterThan(0);
    for (const sample of samples) expect(sample.sendLagP99Ns).toBeGreaterThanOrEqual(0);
  });

  it('keeps a trial that was cut short, and marks it', async () => {
    const { record } = await drive({ warmup: 0, abortAt: 10 });
    expect(record.interrupted).toBe(true);
    expect(record.counts.sent).toBe(record.counts.ok);
    expect(record.counts.ok).toBe(10);
  });

  it('does not measure at all when aborted before', async () => {
    const { record } = await drive({ warmup: 6, abortAt: 3 });
    expect(record.interrupted).toBe(true);
    expect(record.counts.ok).toBeLessThanOrEqual(2);
  });
});

describe('pacing', () => {
  /** Time that stands still but for alarms, and a sleeper that lives in it. */
  function clockWithSleeper() {
    const clock = new VirtualClock();
    const seen = { started: 0, wakeUps: 0, closed: 0 };
    const sleeper: Sleeper = {
      isAlive: true,
      createWaker: (wake) =>
        clock.createWaker(() => {
          seen.wakeUps++;
          wake();
        }),
      close: async () => {
        seen.closed++;
      },
    };
    const startSleeper = async (): Promise<Sleeper> => {
      seen.started++;
      return sleeper;
    };
    return { clock, seen, sleeper, startSleeper };
  }

  async function pace(load: Load, pacer: PacerName | undefined, dies = false) {
    const { clock, seen, sleeper, startSleeper } = clockWithSleeper();
    const paced: Clock = {
      nowNs: () => clock.nowNs(),
      createWaker: (wake) => clock.createWaker(wake),
      startSleeper,
    };
    const driver = await createDriver({
      transport: createSimulatedTransport({ slots: 2, clock, serviceNs: () => 1e6 }),
      clock: paced,
      outcomes: new OutcomeTable(),
      drainTimeoutNs: 1e9,
      ...(pacer ? { pacer } : {}),
    });
    if (dies) Object.assign(sleeper, { isAlive: false });
    const { signal } = new AbortController();
    const ctx = { signal, events: () => {}, trialSeed: 1 };
    const request = { cell: 'a', load, warmup: load, ctx };
    const first = await clock.runUntil(driver.runTrial({ ...request, trial: 0 }));
    await clock.runUntil(driver.runTrial({ ...request, trial: 1 }));
    await driver.close();
    return { pacer: first.health.pacer, ok: first.counts.ok, ...seen };
  }

  const open: Load = { model: 'constant', ratePerSec: 100, durationNs: 0.2e9 };

  it('sleeps when told to: one thread for all trials, which wakes for every arrival, ended with the driver', async () => {
    expect(await pace(open, 'sleeper')).toEqual({
      pacer: 'sleeper',
      ok: 20,
      started: 1,
      // 20 arrivals and the end of the load, in two warm-ups and two trials; and each warm-up has an end halfway.
      wakeUps: 4 * 21 + 2,
      closed: 1,
    });
  });

  it('spins when told to, and starts no thread', async () => {
    expect(await pace(open, 'spin')).toMatchObject({ pacer: 'spin', ok: 20, started: 0, closed: 0 });
  });

  it('has nothing to pace in a closed load, whatever it was told', async () => {
    const closed: Load = { model: 'iterations', count: 5, concurrency: 1 };
    expect(await pace(closed, 'sleeper')).toMatchObject({ pacer: 'unpaced', ok: 5, started: 0 });
  });

  it('says that it span when the thread was lost, and offers the load all the same', async () => {
    expect(await pace(open, 'sleeper', true)).toMatchObject({ pacer: 'spin', ok: 20, wakeUps: 0 });
  });
});

describe('a part of a trial', () => {
  async function part(load: Load, slice: { index: number; of: number }, ready = async () => 0n) {
    const clock = new VirtualClock();
    const transport = createSimulatedTransport({ slots: 8, clock, serviceNs: () => 1e6 });
    const driver = await createDriver({
      transport,
      clock,
      outcomes: new OutcomeTable(),
      drainTimeoutNs: 1e9,
    });
    const began: bigint[] = [];
    const ctx = {
      signal: new AbortController().signal,
      events: () => {},
      trialSeed: 1,
      part: { slice, ready, began: (at: bigint) => began.push(at) },
    };
    const warmup: Load = { model: 'iterations', count: 9, concurrency: 3 };
    const record = await clock.runUntil(driver.runTrial({ cell: 'a', trial: 0, load, warmup, ctx }));
    return { record, began };
  }

  it('offers its share alone, warm-up included, and keeps the buckets of every second for the merge', async () => {
    const load: Load = { model: 'constant', ratePerSec: 10, durationNs: 1e9 };
    const { record, began } = await part(load, { index: 1, of: 3 });
    expect(record.counts.offered).toBe(3);
    expect(record.warmup.requests).toBe(3);
    expect(record.series.histograms).toHaveLength(record.series.ok.length);
    expect(began).toHaveLength(1);
  });

  it('begins when all are ready, and not at all where that fails', async () => {
    const load: Load = { model: 'iterations', count: 4, concurrency: 4 };
    const refuses = (): Promise<bigint> => Promise.reject(new Error('an agent was lost'));
    await expect(part(load, { index: 0, of: 2 }, refuses)).rejects.toThrow('an agent was lost');
  });
});
