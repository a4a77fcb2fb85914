import { type Load, trialRecordSchema } from '@benchwright/result-schema';
import { afterEach, describe, expect, it } from 'vitest';
import { ignoreEvents, type RunEvents } from '../suite/events.js';
import { judgeCell } from '../validity/judge-cell.js';
import { createWorkerDriver, type WorkerDriver } from './worker-driver.js';

const module = new URL('./testdata/simulated-worker.mjs', import.meta.url);
const drivers: WorkerDriver[] = [];
afterEach(() => Promise.all(drivers.splice(0).map((driver) => driver.close())));

async function start(workers: number, options: object = {}): Promise<WorkerDriver> {
  const driver = await createWorkerDriver({ workers, module, options, drainTimeoutNs: 2e9 });
  drivers.push(driver);
  return driver;
}

function trial(
  driver: WorkerDriver,
  load: Load,
  signal = new AbortController().signal,
  events: RunEvents = ignoreEvents,
) {
  const warmup: Load = { model: 'iterations', count: 8, concurrency: 4 };
  return driver.runTrial({ cell: 'a', trial: 0, load, warmup, ctx: { signal, events, trialSeed: 5 } });
}

describe('createWorkerDriver', () => {
  it('offers exactly the load, whatever the number of workers', async () => {
    for (const workers of [1, 3]) {
      const driver = await start(workers);
      const counted = await trial(driver, { model: 'iterations', count: 101, concurrency: 10 });
      expect(trialRecordSchema.safeParse(counted).error).toBeUndefined();
      expect(counted.counts).toMatchObject({ offered: 101, sent: 101, ok: 101 });
      expect(counted.warmup.requests).toBe(8);
      expect(counted.workers).toBe(workers);
      const open = await trial(driver, { model: 'constant', ratePerSec: 500, durationNs: 0.4e9 });
      expect(open.counts.offered).toBe(200);
      expect(open.counts.sent).toBe(200);
    }
  });

  it('offers its part of a trial only, divided among the workers, from the instant agreed', async () => {
    const began: bigint[] = [];
    let atHrNs = 0n;
    const ctx = (index: number) => ({
      signal: new AbortController().signal,
      events: ignoreEvents,
      trialSeed: 5,
      part: {
        slice: { index, of: 3 },
        ready: async () => {
          atHrNs = process.hrtime.bigint() + 10_000_000n;
          return atHrNs;
        },
        began: (at: bigint) => began.push(at),
      },
    });
    const driver = await start(2);
    const open: Load = { model: 'constant', ratePerSec: 1000, durationNs: 0.1e9 };
    const counted: Load = { model: 'iterations', count: 100, concurrency: 10 };
    const request = { cell: 'a', trial: 0, warmup: null };
    let offered = 0;
    for (const index of [0, 1, 2]) {
      const record = await driver.runTrial({ ...request, load: open, ctx: ctx(index) });
      expect(began.at(-1)! >= atHrNs).toBe(true);
      offered += record.counts.offered;
      offered += (await driver.runTrial({ ...request, load: counted, ctx: ctx(index) })).counts.offered;
    }
    expect(offered).toBe(200);
  });

  it('paces as it is told, in every worker, and says so', async () => {
    const driver = await createWorkerDriver({
      workers: 2,
      module,
      options: {},
      drainTimeoutNs: 2e9,
      pacer: 'sleeper',
    });
    drivers.push(driver);
    const record = await trial(driver, { model: 'constant', ratePerSec: 400, durationNs: 0.25e9 });
    expect(record.health.pacer).toBe('sleeper');
    expect(record.counts).toMatchObject({ offered: 100, ok: 100 });
  });

  it('knows what was said at the first error of each class, whichever worker heard it', async () => {
    const driver = await start(2, { failInWorker: 1 });
    const { counts } = await trial(driver, { model: 'iterations', count: 20, concurrency: 4 });
    expect(counts).toMatchObject({ ok: 10, errors: { REFUSED: 10 } });
    expect(driver.firstErrorOf('REFUSED')).toBe('worker 1 was told: not today');
    expect(driver.firstErrorOf('TIMEOUT')).toBeUndefined();
  });

  it('runs a load that is too small for all of them', async () => {
    const record = await trial(await start(4), { model: 'iterations', count: 2, concurrency: 2 });
    expect(record.counts.ok).toBe(2);
    expect(record.workers).toBe(2);
  });

  it('says which worker died, keeps the rest, and replaces it for the next trial', async () => {
    const driver = await start(2, { dieInWorker: 1, dieAt: 20 });
    const load: Load = { model: 'constant', ratePerSec: 400, durationNs: 0.5e9 };
    const record = await trial(driver, load);
    expect(record.faults).toEqual([{ code: 'WORKER_LOST', text: 'worker 2 of 2: it ended with code 7' }]);
    expect(record.counts.offered).toBe(100);
    expect(judgeCell([record], { planned: 1, whole: 1 })[0]).toMatchObject({
      code: 'WORKER_LOST',
      verdict: 'invalid',
    });
    const next = await trial(driver, { model: 'iterations', count: 20, concurrency: 4 });
    expect(next.faults).toBeUndefined();
    expect(next.counts.ok).toBe(20);
  });

  it('fails with a code when none is left', async () => {
    const driver = await start(1, { dieInWorker: 0, dieAt: 10 });
    await expect(trial(driver, { model: 'iterations', count: 50, concurrency: 1 })).rejects.toMatchObject({
      code: 'ERR_WORKERS_LOST',
    });
  });

  it('passes on that the target cannot be reached', async () => {
    await expect(start(2, { unreachable: true })).rejects.toMatchObject({
      code: 'ERR_TARGET_UNREACHABLE',
      address: '127.0.0.1:1',
    });
  });

  it('ends all of them on an abort and keeps what they measured', async () => {
    const driver = await start(2);
    const abort = new AbortController();
    const events: RunEvents = (event) => {
      if (event.type === 'trial-progress' && event.progress.phase === 'measure') abort.abort();
    };
    const record = await trial(
      driver,
      { model: 'closed', concurrency: 4, durationNs: 60e9 },
      abort.signal,
      events,
    );
    expect(record.interrupted).toBe(true);
    expect(record.counts.ok).toBeGreaterThan(0);
    expect(record.counts.ok).toBe(record.counts.sent);
  });
});
