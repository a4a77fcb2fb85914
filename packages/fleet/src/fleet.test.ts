import {
  type Clock,
  createRealClock,
  judgeCell,
  percentileOf,
  type RunEvent,
  type TrialContext,
  type TrialProgress,
} from '@benchwright/load-driver';
import { describe, expect, it, vi } from 'vitest';
import type { FleetOptions } from './coordinator/fleet-options.js';
import { Deferred } from './deferred.js';
import { open, prepareFleet } from './testing/prepare-fleet.js';
import { redisVersion } from './testing/redis-server.js';
import { type VirtualHooks, virtualSuite } from './testing/virtual-suite.js';

const { agents, testRedis, start, run, keysLeft } = prepareFleet();

describe.skipIf(redisVersion === null)('a fleet', () => {
  it('of 1, 2 and 4 agents measures what one process does: the same counts, the same percentiles', async () => {
    const single = (await run({ load: open }, null)).records[0]!;
    const suite = virtualSuite();
    for (const n of [1, 2, 4]) {
      await start(n - agents.length, suite);
      const { records, outcome } = await run({ load: open, trials: 2 }, { agents: n });
      expect(outcome).toBe('completed');
      expect(records).toHaveLength(2);
      const merged = records[0]!;
      expect(merged.faults).toBeUndefined();
      expect(merged.counts).toEqual(single.counts);
      expect(merged.series.offered).toEqual(single.series.offered);
      for (const p of [50, 90, 99, 99.9, 100]) {
        expect(percentileOf(merged, 'responseTimeNs', p)).toBe(percentileOf(single, 'responseTimeNs', p));
      }
      expect(merged.fleet?.agents.map(({ id }) => id).sort()).toEqual(agents.map(({ id }) => id).sort());
      const parts = merged.fleet!.agents.map(({ counts }) => counts.offered);
      expect(parts.reduce((sum, n) => sum + n, 0)).toBe(single.counts.offered);
      for (const agent of merged.fleet!.agents) expect(agent.clockUncertaintyNs).toBeLessThan(1e8);
    }
    expect(await keysLeft()).toEqual([]);
  });

  it('shows what goes on while it does, and verifies at the end on every agent', async () => {
    let verified = 0;
    const hooks: VirtualHooks = {
      beforeTrial: ({ events }) => events({ type: 'warning', code: 'ODD', text: 'look at this' }),
      verify: async () => {
        verified++;
      },
    };
    await start(2, virtualSuite(hooks));
    const { events } = await run({ load: open }, { agents: 2 }, hooks);
    expect(verified).toBe(2);
    const warnings = events.flatMap((event) => (event.type === 'warning' ? [event.text] : []));
    expect(warnings.sort()).toEqual(['agent agent-0: look at this', 'agent agent-1: look at this']);
  });

  it('shows the live figures of all agents together', async () => {
    const rates = { ok: 30, failed: 1, inFlight: 2, queued: 0, ratePerSec: 31, offered: 33, dropped: 0 };
    const times = { responseP50Ns: 1e6, responseP99Ns: 2e6, recentP50Ns: 1e6, recentP99Ns: 2e6 };
    const rest = {
      errors: { TIMEOUT: 1 },
      sendLagP99Ns: 1e3,
      cpuShare: 0.5,
      remainingRequests: null,
      remainingNs: 1e9,
    };
    const seen: TrialProgress[] = [];
    const isShown = new Deferred<void>();
    const told: TrialProgress = {
      cell: 'a',
      trial: 0,
      phase: 'measure',
      elapsedNs: 1e9,
      ...rates,
      ...times,
      ...rest,
    };
    const tell = ({ events }: TrialContext): Promise<void> => {
      events({ type: 'trial-progress', progress: told });
      // The trial goes on until the figures of both were shown.
      return isShown.promise;
    };
    await start(2, virtualSuite({ beforeTrial: tell }));
    const onEvent = (event: RunEvent): void => {
      if (event.type !== 'trial-progress') return;
      seen.push(event.progress);
      if (event.progress.ok === 2 * told.ok) isShown.resolve();
    };
    await run({ load: open }, { agents: 2 }, {}, { onEvent });
    expect(seen.find(({ ok }) => ok === 60)).toMatchObject({
      failed: 2,
      inFlight: 4,
      ratePerSec: 62,
      offered: 66,
      errors: { TIMEOUT: 2 },
    });
  });

  it('uses no more agents than the load has requests under way, and still all that is planned', async () => {
    await start(3, virtualSuite());
    const { records } = await run(
      { load: { model: 'iterations', count: 50, concurrency: 2 } },
      { agents: 3 },
    );
    expect(records[0]?.counts.offered).toBe(50);
    expect(records[0]?.fleet?.agents).toHaveLength(2);
  });

  it('repeats a trial that an agent is lost in, with another one, and keeps what the others had measured', async () => {
    const kept: string[] = [];
    const hooks: VirtualHooks = { beforeTrial: () => agents[1]?.cut() };
    await start(1, virtualSuite());
    await start(1, virtualSuite(hooks));
    await start(1, virtualSuite());
    const onDiscarded: FleetOptions['onDiscarded'] = async ({ agent, attempt, reason }) => {
      kept.push(`${attempt} ${agent} ${reason}`);
    };
    const { records, events } = await run({ load: open }, { agents: 2, onDiscarded });
    expect(records).toHaveLength(1);
    expect(records[0]?.fleet?.attempt).toBe(2);
    expect(records[0]?.faults).toBeUndefined();
    expect(records[0]?.fleet?.agents.map(({ id }) => id).sort()).toEqual(['agent-0', 'agent-2']);
    expect(kept).toEqual(['1 agent-0 agent agent-1: not heard of any more']);
    const warning = events.find((event) => event.type === 'warning');
    expect(warning).toMatchObject({ code: 'AGENT_LOST', hint: 'the trial is repeated' });
    expect(await keysLeft()).toEqual([]);
  });

  it('keeps the trial with its reason when it may not be repeated: the result is invalid', async () => {
    await start(1, virtualSuite());
    await start(1, virtualSuite({ beforeTrial: () => agents[1]?.cut() }));
    const { records, outcome } = await run({ load: open }, { agents: 2, trialRetries: 0 });
    expect(outcome).toBe('completed');
    const record = records[0]!;
    expect(record.faults).toEqual([
      { code: 'AGENT_LOST', text: 'agent agent-1: not heard of any more (attempt 1)' },
    ]);
    expect(record.interrupted).toBe(false);
    const [verdict] = judgeCell([record], { planned: 1, whole: 1 });
    expect(verdict).toMatchObject({ code: 'AGENT_LOST', verdict: 'invalid' });
  });

  it('gives up an agent that says nothing any more, and refuses what it hands in late', async () => {
    const real = createRealClock();
    let skippedNs = 0;
    const clock: Clock = {
      nowNs: () => real.nowNs() + skippedNs,
      createWaker: (wake, precise) => real.createWaker(wake, precise),
    };
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    // It has begun, and then nothing comes for two minutes and a second.
    const falls = (): Promise<void> => {
      skippedNs += 121e9;
      return held;
    };
    await start(1, virtualSuite({ beforeTrial: falls }));
    await start(1, virtualSuite());
    const { records, events } = await run({ load: open }, { agents: 1 }, {}, { clock });
    expect(records[0]?.fleet).toMatchObject({ attempt: 2, agents: [{ id: 'agent-1' }] });
    expect(events.find((event) => event.type === 'warning')).toMatchObject({
      code: 'AGENT_LOST',
      text: 'agent agent-0: silent for 120 s',
    });
    const told = agents[0]!.events;
    release();
    await vi.waitFor(() => expect(told.map(({ type }) => type)).toContain('left'), { timeout: 20_000 });
    expect(told).toContainEqual({ type: 'trial-failed', message: 'the crew was left' });
    expect(await keysLeft()).toEqual([]);
  });

  it('repeats a trial that Redis is restarted in', async () => {
    let restarts = 0;
    const hooks: VirtualHooks = {
      beforeTrial: async () => {
        if (restarts++ === 0) await testRedis().restart();
      },
    };
    await start(1, virtualSuite(hooks));
    const { records, events } = await run({ load: open }, { agents: 1 });
    expect(records[0]?.fleet?.attempt).toBe(2);
    expect(records[0]?.counts.offered).toBeGreaterThan(900);
    expect(events.find((event) => event.type === 'warning')).toMatchObject({
      code: 'REDIS_LOST',
      text: 'Redis was restarted',
    });
  });

  it('ends with what is measured when it is interrupted, and lets its agents go', async () => {
    const abort = new AbortController();
    const hooks: VirtualHooks = { beforeTrial: () => abort.abort() };
    await start(2, virtualSuite(hooks));
    const { outcome, records } = await run({ load: open, trials: 3 }, { agents: 2 }, {}, abort);
    expect(outcome).toBe('interrupted');
    expect(records).toHaveLength(1);
    expect(records[0]?.interrupted).toBe(true);
    expect(await keysLeft()).toEqual([]);
  });
});
