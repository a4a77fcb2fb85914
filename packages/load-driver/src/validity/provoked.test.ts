import { execFile, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Load, type TrialRecord, trialRecordSchema } from '@benchwright/result-schema';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { judgeCeiling } from '../ceiling/ceiling-share.js';
import { measureCeiling } from '../ceiling/measure-ceiling.js';
import { openNullTarget } from '../ceiling/null-target.js';
import { createRealClock } from '../clock/real-clock.js';
import { parseCpuTicks, stealShareBetween } from '../health/cpu-ticks.js';
import { createDriver } from '../run/create-driver.js';
import type { DriverOptions } from '../run/driver.js';
import { ignoreEvents, type RunEvent } from '../suite/events.js';
import type { TrialContext } from '../suite/suite.js';
import { startTargetProcess, type TargetProcess } from '../target/target-process.js';
import { throttledGroup } from '../test-support/throttled-group.js';
import { trialFixture } from '../test-support/trial-fixture.js';
import { createHttp1Transport } from '../transport/http1/http1-transport.js';
import { buildRequest } from '../transport/http1/request-bytes.js';
import { fixedRequest } from '../transport/http1/request-sources.js';
import { OutcomeTable } from '../transport/outcome-table.js';
import { judgeCell } from './judge-cell.js';

/** Every rule that a test can provoke is provoked here for real: real sockets, real time, a target in a process of its own. */
const script = (name: string): string => fileURLToPath(new URL(`../test-support/${name}`, import.meta.url));
const clock = createRealClock();
const ATTEMPTS = 3;

let target: TargetProcess;
beforeAll(async () => {
  target = await startTargetProcess({ entry: script('moody-server.mjs') });
});
afterAll(() => target.close());

interface Provocation extends Partial<Pick<DriverOptions, 'maxQueued'> & Pick<TrialContext, 'events'>> {
  readonly query?: string;
  readonly load: Load;
  readonly slots: number;
  readonly trial?: number;
}

async function measure({
  query = '',
  load,
  slots,
  trial = 0,
  events = ignoreEvents,
  ...options
}: Provocation): Promise<TrialRecord> {
  const url = new URL(target.endpoints.http!);
  const outcomes = new OutcomeTable();
  const transport = createHttp1Transport({
    host: url.hostname,
    port: Number(url.port),
    connections: slots,
    connectionPolicy: 'shared',
    requests: fixedRequest(buildRequest({ path: `/${query}`, host: url.host })),
    timeoutNs: 20e9,
    connectTimeoutNs: 5e9,
    outcomes,
    clock,
  });
  const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: 20e9, ...options });
  const ctx = { signal: new AbortController().signal, events, trialSeed: 1 };
  const warmup = { model: 'iterations' as const, count: slots, concurrency: slots };
  try {
    return await driver.runTrial({ cell: 'a', trial, load, warmup, ctx });
  } finally {
    await driver.close();
  }
}

const codesOf = (trials: readonly TrialRecord[]): string[] =>
  judgeCell(trials, { planned: trials.length, whole: trials.length }).map((reason) => reason.code);

/** What is provoked is a matter of scheduling: it may fail to come about, but not three times. */
async function expectCode(code: string, attempt: () => Promise<readonly TrialRecord[]>): Promise<void> {
  let seen: string[] = [];
  for (let i = 0; i < ATTEMPTS && !seen.includes(code); i++) seen = codesOf(await attempt());
  expect(seen).toContain(code);
}

function busyFor(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const constant = (ratePerSec: number, seconds: number): Load => ({
  model: 'constant',
  ratePerSec,
  durationNs: seconds * 1e9,
});

describe('provoked for real', () => {
  it('GENERATOR_SATURATED and SEND_LAG: a busy loop in the generator', async () => {
    const disturbed = async (): Promise<TrialRecord[]> => {
      const hog = setInterval(() => busyFor(60), 1);
      try {
        return [await measure({ load: constant(500, 0.6), slots: 50 })];
      } finally {
        clearInterval(hog);
      }
    };
    await expectCode('GENERATOR_SATURATED', disturbed);
    await expectCode('SEND_LAG', disturbed);
  });

  it.skipIf(process.platform !== 'linux' || spawnSync('taskset', ['--version']).error !== undefined)(
    'SEND_LAG: a competing process pinned to the same core (needs taskset)',
    async () => {
      const pinned = (...args: string[]) => ['-c', '0', process.execPath, ...args];
      const hogs = [1, 2, 3].map(() => spawn('taskset', pinned('-e', 'for (;;);'), { stdio: 'ignore' }));
      const gone = hogs.map((hog) => new Promise((resolve) => hog.once('exit', resolve)));
      try {
        await expectCode('SEND_LAG', async () => {
          const { stdout } = await promisify(execFile)('taskset', pinned(script('contended-generator.mjs')));
          return [trialRecordSchema.parse(JSON.parse(stdout))];
        });
      } finally {
        for (const hog of hogs) hog.kill('SIGKILL');
        await Promise.all(gone);
      }
    },
  );

  it('CPU_THROTTLED: a generator in a control group with a fifth of a core', async (test) => {
    const group = throttledGroup();
    if (group === null) return test.skip('this machine lets nobody make a control group with a CPU quota');
    // Spinning takes all that it gets: more than the quota, on a crowded machine too.
    const command = `${group.enter} && exec "$0" "$@"`;
    try {
      await expectCode('CPU_THROTTLED', async () => {
        const args = ['-c', command, process.execPath, script('contended-generator.mjs'), 'spin'];
        const { stdout } = await promisify(execFile)('sh', args);
        return [trialRecordSchema.parse(JSON.parse(stdout))];
      });
    } finally {
      group.remove();
    }
  });

  it('THERMAL_OR_FREQUENCY: a core of which something takes most, 60 µs at a time, from a trial on', async (test) => {
    if (spawnSync('taskset', ['-c', '0', 'chrt', '-f', '1', 'true']).status !== 0) {
      return test.skip(
        'this machine lets nobody run with real-time priority (needs taskset, chrt and the privilege)',
      );
    }
    const pinned = ['-c', '0', process.execPath, script('slowed-generator.mjs')];
    const slowing = ['chrt', '-f', '1', process.execPath, script('flickering-competitor.mjs')];
    await expectCode('THERMAL_OR_FREQUENCY', async () => {
      const { stdout } = await promisify(execFile)('taskset', [...pinned, ...slowing]);
      const trial = trialRecordSchema.parse(JSON.parse(stdout));
      const { beforePerSec, afterPerSec } = trial.health.coreSpeed!;
      // Not the few percent by which a processor changes on its own.
      expect(afterPerSec).toBeLessThan(0.7 * beforePerSec);
      return [trial];
    });
  });

  it('RATE_NOT_REACHED: more arrivals than two connections of 20 ms can take', async () => {
    await expectCode('RATE_NOT_REACHED', async () => [
      await measure({ query: '?delay=20', load: constant(300, 0.5), slots: 2 }),
    ]);
  });

  it('ARRIVALS_DROPPED: the same with a short queue', async () => {
    await expectCode('ARRIVALS_DROPPED', async () => [
      await measure({ query: '?delay=20', load: constant(300, 0.5), slots: 2, maxQueued: 5 }),
    ]);
  });

  it('TARGET_ERRORS: every fifth answer is a 503', async () => {
    await expectCode('TARGET_ERRORS', async () => [
      await measure({
        query: '?errors=5',
        load: { model: 'iterations', count: 100, concurrency: 2 },
        slots: 2,
      }),
    ]);
  });

  it('NOTHING_ANSWERED: every answer is a 503', async () => {
    await expectCode('NOTHING_ANSWERED', async () => [
      await measure({
        query: '?errors=1',
        load: { model: 'iterations', count: 20, concurrency: 2 },
        slots: 2,
      }),
    ]);
  });

  it('NEAR_CEILING: a target that does as little as the null responder', async () => {
    const exchange = {
      protocol: 'http1',
      requestBytes: 60,
      bodyBytes: 2,
      connections: 8,
      pipelining: 1,
    } as const;
    const cell = 'a';
    const provoked = async (): Promise<string[]> => {
      const ceiling = await measureCeiling({ clock, exchange, durationNs: 0.8e9 });
      const nothing = await openNullTarget(exchange, clock);
      try {
        const load: Load = { model: 'closed', concurrency: 8, durationNs: 0.4e9 };
        const ctx = { signal: new AbortController().signal, events: ignoreEvents, trialSeed: 1 };
        const trial = await nothing.driver.runTrial({ cell, trial: 0, load, warmup: load, ctx });
        // Where the responder or others gave out first, the ceiling is a lower bound, of which nobody can be said to be near.
        const measured = { ...ceiling, limitedBy: 'generator' } as const;
        const at = '2026-11-21T00:00:00.000Z';
        const records = [{ type: 'ceiling', v: 1, cell, at, ceiling: measured } as const];
        return judgeCeiling(cell, [trial], records)!.reasons.map(({ code }) => code);
      } finally {
        await nothing.close();
      }
    };
    let seen: string[] = [];
    for (let i = 0; i < ATTEMPTS && seen.length === 0; i++) seen = await provoked();
    expect(seen).toEqual(['NEAR_CEILING']);
  });

  // The one rule that no guest can provoke: steal is what the hypervisor gave to others, and only it counts that. A control group's quota
  // stops a process without a tick of steal (CPU_THROTTLED, above), and a machine nested in this one would need KVM in it.
  it('CPU_STEAL: /proc/stat as a virtual machine had it, a third of a second apart, while its host was busy', () => {
    const ticks = (when: string) =>
      parseCpuTicks(
        readFileSync(new URL(`../health/testdata/proc-stat-${when}.txt`, import.meta.url), 'latin1'),
      );
    const stealShare = stealShareBetween(ticks('before'), ticks('after'));
    expect(stealShare).toBeGreaterThan(0.01);
    expect(codesOf([trialFixture({ responsesNs: [1e6], health: { stealShare } })])).toContain('CPU_STEAL');
  });

  it('TOO_FEW_SAMPLES: a hundred answers are no p99', async () => {
    await expectCode('TOO_FEW_SAMPLES', async () => [
      await measure({ load: { model: 'iterations', count: 100, concurrency: 2 }, slots: 2 }),
    ]);
  });

  it('TRIALS_DISAGREE: a target that is slower in every trial', async () => {
    await expectCode('TRIALS_DISAGREE', async () => {
      const trials: TrialRecord[] = [];
      for (let trial = 0; trial < 5; trial++) {
        // 20 ms more each time is more than a crowded machine adds to a median.
        const query = `?delay=${10 + 20 * trial}`;
        trials.push(await measure({ query, trial, load: constant(50, 0.3), slots: 8 }));
      }
      return trials;
    });
  });

  it('NOT_STEADY: a target that slows down through a trial of ten seconds', async () => {
    await expectCode('NOT_STEADY', async () => [
      // Ten full seconds are what the rule needs; 15 ms more in each is more than a crowded machine adds to a median.
      await measure({ query: '?delay=2&slower=15', load: constant(50, 10.01), slots: 16 }),
    ]);
  });

  it('CLOCK_STEP: the wall clock is set during a trial', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 1.7e12 });
    try {
      // The first sign of the trial itself, however long the warm-up before it took.
      const events = (event: RunEvent): void => {
        const begun = event.type === 'trial-progress' && event.progress.phase === 'measure';
        if (begun) vi.setSystemTime(1.7e12 + 3600e3);
      };
      expect(codesOf([await measure({ load: constant(100, 0.6), slots: 4, events })])).toContain(
        'CLOCK_STEP',
      );
    } finally {
      vi.useRealTimers();
    }
  });
});
