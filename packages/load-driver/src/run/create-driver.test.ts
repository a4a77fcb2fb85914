import { trialRecordSchema } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
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
    });
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
