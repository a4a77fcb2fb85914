import { type Clock, createRealClock, type RunEvent, runSuite, type Suite } from '@benchwright/load-driver';
import { type Load, type RunRecord, type TrialRecord, trialRecordSchema } from '@benchwright/result-schema';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { listAgents } from '../coordinator/agent-list.js';
import type { FleetOptions } from '../coordinator/fleet-options.js';
import { fleetSuite } from '../coordinator/fleet-suite.js';
import { openRedis } from '../redis/open-redis.js';
import { redisVersion, startRedis, type TestRedis } from './redis-server.js';
import { SECRET, startAgent, type TestAgent, VERSION } from './start-agents.js';
import { type VirtualConfig, type VirtualHooks, virtualSuite } from './virtual-suite.js';

/** A thousand requests or so, at any moment. */
export const open: Load = { model: 'poisson', ratePerSec: 400, durationNs: 2.5e9 };

/** What a run has around it. */
export interface Around {
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  readonly onEvent?: (event: RunEvent) => void;
}

export interface FinishedRun {
  readonly outcome: string;
  readonly records: TrialRecord[];
  readonly events: RunEvent[];
}

/** The fleet of the tests of one file: a Redis of its own, and agents that are stopped after each test. */
export interface TestFleet {
  readonly agents: readonly TestAgent[];
  testRedis(): TestRedis;
  start(n: number, suite: Suite, changes?: Parameters<typeof startAgent>[3]): Promise<void>;
  /** Runs the virtual suite: with `options` by the fleet, with null in this process. */
  run(
    config: Partial<VirtualConfig> & { load: Load },
    options: Partial<FleetOptions> | null,
    hooks?: VirtualHooks,
    around?: Around,
  ): Promise<FinishedRun>;
  /** What is in Redis beside the agents themselves, of whom none may be busy. */
  keysLeft(): Promise<string[]>;
}

/** To be called once in a file of tests. */
export function prepareFleet(): TestFleet {
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
  return {
    agents,
    testRedis: () => redis,
    start: async (n, suite, changes = {}) => {
      for (let i = 0; i < n; i++)
        agents.push(await startAgent(redis.url, `agent-${agents.length}`, suite, changes));
    },
    run: async (config, options, hooks = {}, around = {}) => {
      const whole: VirtualConfig = { trials: 1, target: '127.0.0.1:1', workers: 1, ...config };
      const base = virtualSuite(hooks);
      const fleet = { redis: { url: redis.url }, secret: SECRET, agents: 1, version: VERSION, ...options };
      return await runWhole(options === null ? base : fleetSuite(base, fleet), whole, around);
    },
    keysLeft: async () => {
      const client = await openRedis({ url: redis.url });
      const keys = await client.keys('benchwright:crew*');
      const listed = await listAgents(client);
      client.disconnect();
      expect(listed.every(({ isBusy }) => !isBusy)).toBe(true);
      return keys;
    },
  };
}

async function runWhole(
  suite: Suite<VirtualConfig>,
  config: VirtualConfig,
  { signal = new AbortController().signal, clock = createRealClock(), onEvent }: Around,
): Promise<FinishedRun> {
  const records: TrialRecord[] = [];
  const events: RunEvent[] = [];
  const outcome = await runSuite({
    suite,
    config,
    plan: suite.plan(config, 7),
    runId: 'run',
    done: [],
    clock,
    events: (event) => {
      events.push(event);
      onEvent?.(event);
    },
    signal,
    append: async (record: RunRecord) => {
      if (record.type === 'trial') records.push(record);
    },
  });
  for (const record of records) expect(trialRecordSchema.safeParse(record).error).toBeUndefined();
  return { outcome, records, events };
}
