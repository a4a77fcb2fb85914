import { Queue, QueueEvents } from 'bullmq';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sealEnvelope } from '../protocol/envelope.js';
import { type CrewKeys, crewKeys, SLICES_QUEUE } from '../protocol/keys.js';
import type { SliceJob } from '../protocol/messages.js';
import { PROTOCOL_VERSION } from '../protocol/protocol-version.js';
import { redisVersion } from '../testing/redis-server.js';
import { SECRET, VERSION } from '../testing/start-agents.js';
import { useRedis } from '../testing/use-redis.js';
import { virtualSuite } from '../testing/virtual-suite.js';
import type { AgentEvent } from './agent-options.js';
import { CrewMember } from './crew-member.js';

const IN_AN_HOUR_MS = Date.now() + 3_600_000;
const load = { model: 'iterations', count: 20, concurrency: 2 } as const;
const config = { load, trials: 1, target: '127.0.0.1:1', workers: 1 };

const used = useRedis();
let keys: CrewKeys;
let token = '';
let events: AgentEvent[] = [];
let queue: Queue;
let queueEvents: QueueEvents;
let member: CrewMember | null = null;
let crews = 0;

beforeEach(async () => {
  if (redisVersion === null) return;
  token = `crew-${crews++}`;
  keys = crewKeys(token);
  events = [];
  const shared = { connection: used.redis, prefix: keys.queues };
  queue = new Queue(SLICES_QUEUE, shared);
  queueEvents = new QueueEvents(SLICES_QUEUE, shared);
  await queueEvents.waitUntilReady();
});
afterEach(async () => {
  await member?.leave();
  member = null;
  await Promise.all([queue?.close(), queueEvents?.close()]);
});

async function describeCrew(
  changes: Record<string, unknown> = {},
  expiresAtMs = IN_AN_HOUR_MS,
): Promise<void> {
  const suite = virtualSuite();
  const crew = {
    token,
    protocol: PROTOCOL_VERSION,
    version: VERSION,
    suite: suite.id,
    suiteVersion: suite.version,
    config,
    seed: 7,
    plan: suite.plan(config, 7),
    agents: ['agent-0'],
    ...changes,
  };
  await used.redis.set(keys.description, sealEnvelope('crew', crew, SECRET, expiresAtMs));
}

async function join(suite = virtualSuite()): Promise<void> {
  const options = {
    redis: used.redis,
    secret: SECRET,
    id: 'agent-0',
    labels: {},
    version: VERSION,
    suites: [{ id: suite.id, load: async () => suite }],
    policy: { allowTargets: [], maxRatePerSec: null, maxWorkers: null },
    signal: new AbortController().signal,
    onEvent: (event: AgentEvent) => events.push(event),
  };
  member = new CrewMember(options, token, Date.now());
  await member.join();
}

const sliceText = (changes: Partial<SliceJob> = {}, expiresAtMs = IN_AN_HOUR_MS): string => {
  const slice = { index: 0, of: 1 };
  const job = {
    token,
    attempt: 'one',
    cell: 'a',
    trial: 0,
    trialSeed: 7,
    slice,
    barrierMs: 20_000,
    ...changes,
  };
  return sealEnvelope('slice', job, SECRET, expiresAtMs);
};

/** What became of a slice: its result, or why the agent did not take it. */
async function take(text: string): Promise<unknown> {
  const job = await queue.add('slice', text);
  return await job.waitUntilFinished(queueEvents).catch((error: Error) => error.message);
}

/** The attempt is under way, and its start was told already. */
async function begin(attempt: string): Promise<void> {
  await used.redis.set(keys.fence, attempt);
  await used.redis.set(keys.start(attempt), '0');
}

describe.skipIf(redisVersion === null)('an agent in a crew', () => {
  it('measures a slice once: neither the same message nor the same attempt in another one is taken again', async () => {
    await describeCrew();
    await join();
    await begin('one');
    const text = sliceText();
    expect(await take(text)).toEqual({ chunks: 1 });
    expect(await used.redis.llen(keys.part('one', 0))).toBe(1);
    expect(await take(text)).toBe('a message came twice');
    expect(await take(sliceText())).toBe('a message came twice');
    expect(events.filter(({ type }) => type === 'trial')).toHaveLength(1);
  });

  it('does not begin a slice whose attempt is over, that has expired, is of another crew, or of no cell of the plan', async () => {
    await describeCrew();
    await join();
    await begin('two');
    expect(await take(sliceText())).toContain('the trial went on');
    expect(await take(sliceText({ attempt: 'two' }, 1))).toBe('a message has expired');
    expect(await take(sliceText({ token: 'crew-x' }))).toBe('the slice belongs to another crew');
    expect(await take(sliceText({ cell: 'z' }))).toBe('the slice belongs to another crew');
    expect(events.some(({ type }) => type === 'trial')).toBe(false);
  });

  it('hands nothing in when the attempt ended while it measured, and says so', async () => {
    const moveFence = async (): Promise<void> => {
      await used.redis.set(keys.fence, 'two');
    };
    await describeCrew();
    await join(virtualSuite({ beforeTrial: moveFence }));
    await begin('one');
    expect(await take(sliceText())).toContain('the trial went on');
    expect(events).toContainEqual({ type: 'late', message: expect.stringContaining('without this part') });
    expect(await used.redis.keys(`${keys.all}:part:*`)).toEqual([]);
  });

  it('that finds its crew gone says so where it runs, and leaves nothing in Redis', async () => {
    await join();
    expect(events).toEqual([{ type: 'refused', message: 'the run ended before the agent could join it' }]);
    expect(await used.redis.exists(keys.events)).toBe(0);
  });

  it.each([
    ['that has expired', {}, 1, 'a message has expired'],
    ['of another crew', { token: 'crew-x' }, IN_AN_HOUR_MS, 'the description is that of another crew'],
    ['that it is not in', { agents: ['agent-1'] }, IN_AN_HOUR_MS, 'the description is that of another crew'],
    ['with a suite it has not', { suite: 'shell' }, IN_AN_HOUR_MS, 'the agent has no suite shell'],
    [
      'of another version',
      { version: '9.9.9' },
      IN_AN_HOUR_MS,
      'agent agent-0 is Benchwright 1.2.3, the coordinator 9.9.9',
    ],
  ])('refuses a description %s', async (_what, changes, expiresAtMs, message) => {
    await describeCrew(changes, expiresAtMs);
    await join();
    expect(events).toEqual([{ type: 'refused', message }]);
  });
});
