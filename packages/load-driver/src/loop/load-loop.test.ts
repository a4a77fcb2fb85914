import type { Load } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { TrialRecorder } from '../record/trial-recorder.js';
import { PhaseSink } from '../run/phase-sink.js';
import {
  createSimulatedTransport,
  type SimulatedTransportOptions,
} from '../simulation/simulated-transport.js';
import { OutcomeTable } from '../transport/outcome-table.js';
import { LoadLoop, type LoadLoopOptions } from './load-loop.js';

interface Scene extends Partial<Pick<LoadLoopOptions, 'maxQueued' | 'drainTimeoutNs' | 'stopAfterErrors'>> {
  load: Load;
  serviceNs: SimulatedTransportOptions['serviceNs'];
  slots?: number;
  outcome?: (sequence: number) => number;
  timeoutNs?: number;
  abortAtNs?: number;
}

async function play(scene: Scene) {
  const clock = new VirtualClock();
  const outcomes = new OutcomeTable();
  const failed = outcomes.codeOf('HTTP_500');
  const transport = createSimulatedTransport({
    slots: scene.slots ?? 10,
    clock,
    serviceNs: scene.serviceNs,
    ...(scene.outcome ? { outcome: (n: number) => (scene.outcome!(n) ? failed : 0) } : {}),
    ...(scene.timeoutNs ? { timeoutNs: scene.timeoutNs, timeoutOutcome: outcomes.codeOf('TIMEOUT') } : {}),
  });
  const sink = new PhaseSink();
  await transport.open(sink);
  const recorder = new TrialRecorder(outcomes, clock.nowNs());
  const loop = new LoadLoop({
    load: scene.load,
    seed: 1,
    transport,
    clock,
    observer: recorder,
    maxQueued: scene.maxQueued ?? Number.POSITIVE_INFINITY,
    drainTimeoutNs: scene.drainTimeoutNs ?? 30e9,
    stopAfterErrors: scene.stopAfterErrors ?? Number.POSITIVE_INFINITY,
    cancelledOutcome: outcomes.codeOf('CANCELLED'),
  });
  sink.enter(loop, recorder);
  if (scene.abortAtNs !== undefined) clock.createWaker(() => loop.abort()).wakeAt(scene.abortAtNs);
  const end = await clock.runUntil(loop.run());
  return { end, recorder, counts: recorder.counts() };
}

describe('closed models', () => {
  it('sends exactly the requests asked for, never more than the concurrency at once', async () => {
    let atOnce = 0;
    let most = 0;
    const { counts, end } = await play({
      load: { model: 'iterations', count: 1003, concurrency: 7 },
      serviceNs: () => {
        most = Math.max(most, ++atOnce);
        return 2e6;
      },
      outcome: () => {
        atOnce--;
        return 0;
      },
    });
    expect(counts).toMatchObject({ offered: 1003, sent: 1003, ok: 1003, failed: 0, dropped: 0 });
    expect(most).toBe(7);
    expect(end.endNs - end.startNs).toBe(Math.ceil(1003 / 7) * 2e6);
  });

  it('offers for the time asked and waits for the last answers', async () => {
    const { counts, end } = await play({
      load: { model: 'closed', concurrency: 2, durationNs: 1e9 },
      serviceNs: () => 300e6,
    });
    expect(counts.ok).toBe(8);
    expect(end.endNs).toBe(1.2e9);
    expect(end.cutShort).toBe(false);
  });
});

describe('open models', () => {
  it('sends 1000 per second for 5 s, each at its due time', async () => {
    const { counts, recorder } = await play({
      load: { model: 'constant', ratePerSec: 1000, durationNs: 5e9 },
      serviceNs: () => 50_000,
    });
    expect(counts).toMatchObject({ offered: 5000, sent: 5000, ok: 5000 });
    expect(recorder.sendLagP99Ns).toBe(0);
    expect(recorder.series().offered).toEqual([1000, 1000, 1000, 1000, 1000]);
  });

  it('drops what the bounded queue cannot hold, and counts it', async () => {
    const { counts, end } = await play({
      load: { model: 'constant', ratePerSec: 100, durationNs: 1e9 },
      serviceNs: () => 100e6,
      slots: 1,
      maxQueued: 3,
    });
    expect(counts.offered).toBe(100);
    expect(counts.sent + counts.dropped).toBe(100);
    expect(counts.dropped).toBeGreaterThan(80);
    expect(end.queueHighWater).toBe(3);
  });

  it('drops a backlog that does not drain in time, and fails what never answers', async () => {
    const { counts } = await play({
      load: { model: 'constant', ratePerSec: 10, durationNs: 1e9 },
      serviceNs: () => Number.POSITIVE_INFINITY,
      slots: 2,
      drainTimeoutNs: 1e9,
    });
    expect(counts).toEqual({ offered: 10, sent: 2, ok: 0, failed: 2, dropped: 8, errors: { CANCELLED: 2 } });
  });

  it('fails a request that takes too long and goes on', async () => {
    const { counts } = await play({
      load: { model: 'constant', ratePerSec: 100, durationNs: 1e9 },
      serviceNs: (n) => (n % 10 === 0 ? Number.POSITIVE_INFINITY : 1e6),
      timeoutNs: 200e6,
    });
    expect(counts).toMatchObject({ offered: 100, ok: 90, failed: 10, errors: { TIMEOUT: 10 } });
  });
});

describe('ending early', () => {
  it('keeps what was measured when aborted, and says that it was cut short', async () => {
    const { counts, end } = await play({
      load: { model: 'constant', ratePerSec: 1000, durationNs: 10e9 },
      serviceNs: () => 1e6,
      abortAtNs: 2.5e9,
    });
    expect(end.cutShort).toBe(true);
    expect(counts.offered).toBeGreaterThanOrEqual(2500);
    expect(counts.offered).toBeLessThanOrEqual(2501);
    expect(counts.ok).toBe(counts.offered);
  });

  it('gives up what is still under way after an abort', async () => {
    const { counts } = await play({
      load: { model: 'closed', concurrency: 3, durationNs: 10e9 },
      serviceNs: () => Number.POSITIVE_INFINITY,
      abortAtNs: 1e9,
    });
    expect(counts).toMatchObject({ sent: 3, failed: 3, errors: { CANCELLED: 3 } });
  });

  it('stops after so many errors only when told to', async () => {
    const load: Load = { model: 'iterations', count: 100, concurrency: 1 };
    const all = await play({ load, serviceNs: () => 1e6, outcome: () => 1 });
    expect(all.counts).toMatchObject({ sent: 100, failed: 100, errors: { HTTP_500: 100 } });
    const some = await play({ load, serviceNs: () => 1e6, outcome: () => 1, stopAfterErrors: 5 });
    expect(some.counts.failed).toBe(5);
    expect(some.end.cutShort).toBe(true);
  });
});

it('hands each request its due time, also one that waited for a free slot', async () => {
  const clock = new VirtualClock();
  const inner = createSimulatedTransport({ slots: 1, clock, serviceNs: () => 25e6 });
  const due: (number | undefined)[] = [];
  const transport = {
    slots: 1,
    open: (sink: Parameters<typeof inner.open>[0]) => inner.open(sink),
    send: (slot: number, sequence: number, dueNs?: number) => {
      due.push(dueNs);
      inner.send(slot, sequence);
    },
    sweep: (nowNs: number) => inner.sweep(nowNs),
    cancelAll: (outcome: number) => inner.cancelAll(outcome),
    close: () => inner.close(),
  };
  const sink = new PhaseSink();
  await transport.open(sink);
  const observer = new TrialRecorder(new OutcomeTable(), clock.nowNs());
  const startNs = clock.nowNs();
  const loop = new LoadLoop({
    load: { model: 'constant', ratePerSec: 100, durationNs: 40e6 },
    seed: 1,
    transport,
    clock,
    observer,
    maxQueued: Number.POSITIVE_INFINITY,
    drainTimeoutNs: 30e9,
    stopAfterErrors: Number.POSITIVE_INFINITY,
    cancelledOutcome: 9,
  });
  sink.enter(loop, observer);
  await clock.runUntil(loop.run());
  expect(due.map((at) => at! - startNs)).toEqual([0, 10e6, 20e6, 30e6]);
});
