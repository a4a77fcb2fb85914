import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { WefConfigInput } from './config.js';
import { evidenceOf } from './ledger/wef-evidence.js';
import { type CollectorBehaviour, RecordingCollector } from './testing/recording-collector.js';
import { runWef } from './testing/run-wef.js';

const collectors: RecordingCollector[] = [];
afterEach(() => Promise.all(collectors.splice(0).map((collector) => collector.close())));

async function run(behaviour: CollectorBehaviour, input: WefConfigInput = {}) {
  const collector = await RecordingCollector.start(behaviour);
  collectors.push(collector);
  const done = await runWef({
    ...{ endpoint: collector.endpoint, events: 100, batchSize: 10, connections: 2, settle: '20ms', ...input },
  });
  return { ...done, collector, trial: done.trials[0]!, delivery: done.result.slos[0]! };
}

describe('a collector that misbehaves', () => {
  it('answers 500 for a while: its batches are counted, named, and not claimed to be stored', async () => {
    const { trial, delivery, warnings, result } = await run({
      answer: (batch) => (batch < 3 ? { status: 500 } : undefined),
    });
    // That is the collector's failure, not a fault of the measurement: the run failed, and its figures are of what was answered.
    expect(result.validity.reasons).toContainEqual(
      expect.objectContaining({ code: 'TARGET_ERRORS', verdict: 'suspect' }),
    );
    expect(trial.counts).toMatchObject({ ok: 7, failed: 3, errors: { HTTP_500: 3 } });
    const { acknowledged, offered } = evidenceOf(trial)!;
    expect(offered).toEqual([[1, 100]]);
    expect(acknowledged.reduce((sum, [first, last]) => sum + last - first + 1, 0)).toBe(70);
    expect(delivery).toMatchObject({
      outcome: 'fail',
      text: expect.stringContaining('BATCHES_FAILED: 3 batches failed'),
    });
    expect(warnings).toEqual([]);
  });

  it('may fail so many batches where that is allowed', async () => {
    const { delivery } = await run(
      { answer: (batch) => (batch < 3 ? { status: 500 } : undefined) },
      { allowFailed: 3 },
    );
    expect(delivery.outcome).toBe('pass');
  });

  it('answers 200 and something else: that is no acknowledgement', async () => {
    const { trial, warnings } = await run({
      answer: (batch) => (batch === 4 ? { body: 'ERROR' } : undefined),
    });
    expect(trial.counts.errors).toEqual({ NOT_ACKNOWLEDGED: 1 });
    expect(warnings.join()).toContain('answered with 200 and "ERROR" instead of OK');
  });

  it('closes in the middle of a batch', async () => {
    const { trial } = await run({ answer: (batch) => (batch === 2 ? { drop: true } : undefined) });
    expect(trial.counts).toMatchObject({ ok: 9, failed: 1 });
    expect(Object.keys(trial.counts.errors)[0]).toMatch(/^CONNECTION_/);
    expect(trial.connections.reopened).toBe(1);
  });

  it('claims too much', async () => {
    let surplus = 0;
    const behaviour = {
      get statsSurplus() {
        // From the second look on: the first is the baseline.
        return surplus++ < 2 ? 0 : 5;
      },
    };
    const { delivery } = await run(behaviour);
    expect(delivery.text).toContain(
      'EVENTS_SURPLUS: the collector says it received 5 events more than the 100',
    );
  });

  it('claims too little', async () => {
    let looks = 0;
    const behaviour = {
      get statsSurplus() {
        return looks++ < 2 ? 0 : -1;
      },
    };
    const { delivery, trial } = await run(behaviour);
    expect(delivery.text).toContain('EVENTS_LOST: 1 event acknowledged');
    expect(trial.extra.eventsReceived).toBe(99);
  });
});

describe('before anything is sent', () => {
  it('a collector that is not there is unreachable within the wait that was stated', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    const endpoint = `http://127.0.0.1:${port}`;
    await expect(runWef({ endpoint, healthWait: '150ms' })).rejects.toMatchObject({
      code: 'ERR_TARGET_UNREACHABLE',
      message: expect.stringMatching(/ECONNREFUSED.*after 0\.15 s/),
    });
    await expect(runWef({ endpoint, healthWait: 0, wire: 'ws-man' })).rejects.toMatchObject({
      code: 'ERR_TARGET_UNREACHABLE',
    });
  });

  it('an unhealthy one is waited for, and then named', async () => {
    let asked = 0;
    const recovering = {
      health: () => (asked++ < 2 ? { status: 503, body: 'starting' } : { status: 200, body: 'OK' }),
    };
    expect((await run(recovering)).trial.counts.ok).toBe(10);
    const sick = run({ health: () => ({ status: 200, body: 'sick' }) }, { healthWait: '10ms' });
    await expect(sick).rejects.toThrow(/answered 200 "sick" instead of 200 "OK"/);
  });

  it('a collector that does not say what it received is refused, unless nobody asks', async () => {
    const collector = await RecordingCollector.start();
    collectors.push(collector);
    const config = { endpoint: collector.endpoint, events: 10, batchSize: 10 };
    const asked = runWef({ ...config, statsEndpoint: `${collector.endpoint}/health` });
    await expect(asked).rejects.toThrow(/nobody knows what was received/);
    const { result } = await runWef({ ...config, statsEndpoint: 'none' });
    expect(result.slos[0]?.outcome).toBe('pass');
    expect(result.cells[0]?.metrics.eventsReceivedPerSec).toBeUndefined();
  });

  it('a batch or an event that fits into no envelope is refused with its size', async () => {
    const tooMany = run({}, { maxEnvelopeBytes: 8192, eventType: 4624, batchSize: 100 });
    await expect(tooMany).rejects.toMatchObject({
      code: 'ERR_WEF_ENVELOPE',
      hint: expect.stringMatching(/of some [45] events/),
    });
    const tooLarge = run({}, { wire: 'ws-man', maxEnvelopeBytes: 8192, eventType: 4104 });
    await expect(tooLarge).rejects.toMatchObject({ code: 'ERR_WEF_ENVELOPE' });
  });
});

describe('limits', () => {
  it('a trial that takes too long is ended and has failed; it is not made again', async () => {
    const { trial, delivery, result } = await run({}, { events: 1000, rate: 100, timeoutSecs: 0.2 });
    expect(trial.interrupted).toBe(false);
    expect(trial.extra.timedOut).toBe(1);
    expect(trial.extra.eventsSent).toBeLessThan(1000);
    expect(delivery.text).toContain('TIMED_OUT: not done within 0.2 s');
    expect(result.slos[0]?.outcome).not.toBe('pass');
  });

  it('several threads send each batch once', async () => {
    const { collector, trial } = await run({}, { events: 1005, connections: 4, workers: 3, rate: 10_000 });
    expect(trial.workers).toBe(3);
    expect(collector.events.map((e) => Number(e.recordId)).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 1005 }, (_, i) => i + 1),
    );
    expect(evidenceOf(trial)!.acknowledged).toEqual([[1, 1005]]);
  });
});

it('sends the events of a template file', async () => {
  const file = join(tmpdir(), `benchwright-wef-${process.pid}.xml`);
  const { rm } = await import('node:fs/promises');
  await writeFile(
    file,
    '<Event xmlns="x"><System><Provider Name="Mine"/><EventID>777</EventID><TimeCreated SystemTime="{{time}}"/><EventRecordID>{{recordId}}</EventRecordID><Computer>{{computer}}</Computer></System></Event>',
  );
  try {
    const { collector } = await run({}, { templates: file });
    expect(collector.events.map(({ eventId, provider }) => [eventId, provider])).toEqual(
      Array(100).fill([777, 'Mine']),
    );
  } finally {
    await rm(file);
  }
});
