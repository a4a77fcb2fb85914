import {
  type Clock,
  createRealClock,
  judgeCell,
  percentileOf,
  type RunEvent,
  runSuite,
  type Suite,
} from '@benchwright/load-driver';
import { type Load, type RunRecord, type TrialRecord, trialRecordSchema } from '@benchwright/result-schema';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { listAgents } from './coordinator/agent-list.js';
import type { FleetOptions } from './coordinator/fleet-options.js';
import { fleetSuite } from './coordinator/fleet-suite.js';
import { openRedis } from './redis/open-redis.js';
import { redisVersion, startRedis, type TestRedis } from './testing/redis-server.js';
import { SECRET, startAgent, type TestAgent, VERSION } from './testing/start-agents.js';
import { type VirtualConfig, type VirtualHooks, virtualSuite } from './testing/virtual-suite.js';

if (redisVersion === null)
  process.stderr.write('redis-server is not installed: tests of the fleet are skipped\n');

let redis: TestRedis;
const agents: TestAgent[] = [];
beforeAll(async () => {
  if (redisVersion !== null) redis = await startRedis();
});
afterAll(() => redis?.close());
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.stop()));
});

const open: Load = { model: 'poisson', ratePerSec: 400, durationNs: 2.5e9 };

async function start(n: number, suite: Suite, changes: Parameters<typeof startAgent>[3] = {}): Promise<void> {
  for (let i = 0; i < n; i++)
    agents.push(await startAgent(redis.url, `agent-${agents.length}`, suite, changes));
}

async function run(
  config: Partial<VirtualConfig> & { load: Load },
  options: Partial<FleetOptions> | null,
  hooks: VirtualHooks = {},
  signal = new AbortController().signal,
  clock: Clock = createRealClock(),
) {
  const whole: VirtualConfig = { trials: 1, target: '127.0.0.1:1', workers: 1, ...config };
  const base = virtualSuite(hooks);
  const fleet = { redis: { url: redis.url }, secret: SECRET, agents: 1, version: VERSION, ...options };
  const suite = options === null ? base : fleetSuite(base, fleet);
  const records: TrialRecord[] = [];
  const events: RunEvent[] = [];
  const outcome = await runSuite({
    suite,
    config: whole,
    plan: base.plan(whole, 7),
    runId: 'run',
    done: [],
    clock,
    events: (event) => events.push(event),
    signal,
    append: async (record: RunRecord) => {
      if (record.type === 'trial') records.push(record);
    },
  });
  for (const record of records) expect(trialRecordSchema.safeParse(record).error).toBeUndefined();
  return { outcome, records, events };
}

/** Nothing of the run is left in Redis but the agents themselves. */
async function keysLeft(): Promise<string[]> {
  const client = await openRedis({ url: redis.url });
  const keys = await client.keys('benchwright:crew*');
  const listed = await listAgents(client);
  client.disconnect();
  expect(listed.every(({ isBusy }) => !isBusy)).toBe(true);
  return keys;
}

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
    const { signal } = new AbortController();
    const { records, events } = await run({ load: open }, { agents: 1 }, {}, signal, clock);
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
        if (restarts++ === 0) await redis.restart();
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
    const { outcome, records } = await run({ load: open, trials: 3 }, { agents: 2 }, {}, abort.signal);
    expect(outcome).toBe('interrupted');
    expect(records).toHaveLength(1);
    expect(records[0]?.interrupted).toBe(true);
    expect(await keysLeft()).toEqual([]);
  });
});

describe.skipIf(redisVersion === null)('what a fleet refuses', () => {
  const quick = { agentWaitMs: 300 };

  it('to wait for agents that do not come, saying why there are too few', async () => {
    await expect(run({ load: open }, quick)).rejects.toMatchObject({
      code: 'ERR_FLEET_AGENTS',
      message: '0 of 1 agents within 0.3 s',
    });
    await start(1, virtualSuite(), { labels: { region: 'eu' } });
    await expect(run({ load: open }, { ...quick, labels: { region: 'us' } })).rejects.toThrow(
      '0 of 1 agents within 0.3 s (1 without the label region=us)',
    );
    expect((await run({ load: open }, { ...quick, labels: { region: 'eu' } })).records).toHaveLength(1);
  });

  it('agents of another version, naming both', async () => {
    await start(1, virtualSuite(), { version: '1.2.4' });
    await expect(run({ load: open }, quick)).rejects.toMatchObject({
      code: 'ERR_FLEET_VERSION',
      message: 'this is Benchwright 1.2.3, and of 1 agents 1 is 1.2.4',
    });
  });

  it('a suite of another version', async () => {
    await start(1, virtualSuite({ version: '2.0.0' }));
    await expect(run({ load: open }, quick)).rejects.toMatchObject({
      code: 'ERR_FLEET_VERSION',
      message: "agent agent-0: the agent's suite virtual is 2.0.0, the coordinator's 1.0.0",
    });
  });

  it('jobs that are signed with another secret', async () => {
    await start(1, virtualSuite());
    await expect(run({ load: open }, { ...quick, secret: 'another secret of tests' })).rejects.toMatchObject({
      code: 'ERR_FLEET_REFUSED',
      message: 'agent agent-0: a message is signed with another secret',
    });
    expect(agents[0]?.events).toContainEqual({
      type: 'refused',
      message: 'a message is signed with another secret',
    });
  });

  it('a config that does not pass the schema, a target that the agent does not allow, too many threads', async () => {
    await start(1, virtualSuite(), {
      policy: { allowTargets: ['*.lab'], maxRatePerSec: null, maxWorkers: 2 },
    });
    const wrong = { load: open, trials: 1, target: 7 } as unknown as VirtualConfig;
    await expect(run(wrong, quick)).rejects.toThrow('agent agent-0: the config is not valid');
    await expect(run({ load: open, target: 'example.org:80' }, quick)).rejects.toThrow(
      'agent agent-0: the agent may not put load on example.org:80',
    );
    expect((await run({ load: open, target: 'http://web.lab/' }, quick)).records).toHaveLength(1);
    await expect(run({ load: open, workers: 3 }, quick)).rejects.toThrow(
      'asks for 3 threads, the agent gives 2',
    );
  });

  it('a rate above the ceiling of the agent, whoever asks for it', async () => {
    const policy = { allowTargets: [], maxRatePerSec: 150, maxWorkers: null };
    await start(2, virtualSuite(), { policy });
    await expect(run({ load: open }, { ...quick, agents: 2 })).rejects.toMatchObject({
      code: 'ERR_FLEET_REFUSED',
      message: expect.stringContaining("the agent's part is 200/s, and it offers 150/s at most"),
    });
    await start(1, virtualSuite(), { policy });
    expect((await run({ load: open }, { ...quick, agents: 3 })).records[0]?.fleet?.agents).toHaveLength(3);
  });

  it('cells that are not measured through the driver: they cannot be divided', async () => {
    await start(1, virtualSuite({ ignoresParts: true }));
    await expect(run({ load: open }, quick)).rejects.toMatchObject({ code: 'ERR_FLEET_NOT_SLICED' });
  });

  it('suites that start their own target, short secrets, and fleets of none', async () => {
    await expect(run({ load: open, target: null }, quick)).rejects.toMatchObject({
      code: 'ERR_FLEET_TARGET',
    });
    await expect(run({ load: open }, { secret: 'short' })).rejects.toMatchObject({
      code: 'ERR_FLEET_SECRET',
    });
    await expect(run({ load: open }, { agents: 0 })).rejects.toMatchObject({ code: 'ERR_FLEET_OPTIONS' });
  });
});
