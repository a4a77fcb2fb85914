import type { Redis } from 'ioredis';
import { FleetError } from '../errors.js';
import { CREWS_KEY, type CrewKeys, leaseKey } from '../protocol/keys.js';
import type { Presence } from '../protocol/messages.js';
import { answered } from '../redis/answered.js';
import { pause } from '../within.js';
import { listAgents } from './agent-list.js';
import { freeAgents, tooFewAgents, type Wanted } from './choose-agents.js';

/**
 * An agent whose coordinator did not renew its lease for so long is free, and stops what it does. Well above what keeps a coordinator from
 * renewing: reading and merging the parts of hundreds of agents takes its thread for a second or more, and a busy machine triples that.
 */
const LEASE_MS = 10_000;
const LOOK_EVERY_MS = 250;

/**
 * Takes all or none, and leaves with the leases what they are for, in one step: an agent looks at its lease at any moment, and must find the
 * crew behind it. The stream is made here (XADD makes none), so that what an agent says to a crew that is gone leaves no key behind.
 */
const TAKE = `
for i = 4, #KEYS do if redis.call('EXISTS', KEYS[i]) == 1 then return 0 end end
redis.call('SET', KEYS[1], ARGV[3])
redis.call('XGROUP', 'CREATE', KEYS[2], 'made', '0', 'MKSTREAM')
redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
for i = 4, #KEYS do redis.call('SET', KEYS[i], ARGV[1], 'PX', ARGV[2]) end
return 1`;

/** Renews or gives back only what is still one's own. */
const RENEW = `
local kept = 0
for i = 1, #KEYS do
  if redis.call('GET', KEYS[i]) == ARGV[1] then redis.call('PEXPIRE', KEYS[i], ARGV[2]); kept = kept + 1 end
end
return kept`;
const RELEASE = `
for i = 1, #KEYS do if redis.call('GET', KEYS[i]) == ARGV[1] then redis.call('DEL', KEYS[i]) end end
return 1`;

/** The crew that agents are taken for. */
export interface LeasedCrew {
  readonly token: string;
  readonly keys: CrewKeys;
  /** What these agents are told of the crew, signed. */
  describe(agents: readonly Presence[]): string;
}

/**
 * Takes as many agents as are wanted, all or none: two coordinators that each hold half of what they need would wait for ever. Agents
 * whose id is in `last` are taken only where there are no others.
 *
 * @throws FleetError ERR_FLEET_AGENTS or ERR_FLEET_VERSION when there are not enough in time, ERR_REDIS_UNREACHABLE
 */
export async function leaseAgents(
  redis: Redis,
  crew: LeasedCrew,
  wanted: Wanted & { readonly waitMs: number; readonly last: ReadonlySet<string> },
  signal: AbortSignal,
): Promise<Presence[]> {
  const until = performance.now() + wanted.waitMs;
  for (;;) {
    const listed = await answered(listAgents(redis));
    const free = freeAgents(listed, wanted).sort(
      (a, b) => Number(wanted.last.has(a.id)) - Number(wanted.last.has(b.id)),
    );
    if (free.length >= wanted.agents) {
      const agents = free.slice(0, wanted.agents);
      if (await answered(takeAll(redis, crew, agents))) return agents;
    }
    if (signal.aborted) throw new FleetError('ERR_FLEET_AGENTS', 'interrupted while waiting for agents');
    if (performance.now() >= until) throw tooFewAgents(listed, wanted, wanted.waitMs);
    await pause(LOOK_EVERY_MS, signal);
  }
}

/** @returns false when another coordinator has taken one of them meanwhile */
async function takeAll(redis: Redis, crew: LeasedCrew, agents: readonly Presence[]): Promise<boolean> {
  const { token, keys } = crew;
  const names = [keys.description, keys.events, CREWS_KEY, ...agents.map(({ id }) => leaseKey(id))];
  const values = [token, LEASE_MS, crew.describe(agents), Date.now()];
  return (await redis.eval(TAKE, names.length, ...names, ...values)) === 1;
}

/** @returns how many of the leases are still ours */
export async function renewLeases(redis: Redis, token: string, agents: readonly Presence[]): Promise<number> {
  const keys = agents.map(({ id }) => leaseKey(id));
  return Number(await redis.eval(RENEW, keys.length, ...keys, token, LEASE_MS));
}

export async function releaseAgents(redis: Redis, token: string, agents: readonly Presence[]): Promise<void> {
  if (agents.length === 0) return;
  const keys = agents.map(({ id }) => leaseKey(id));
  await redis.eval(RELEASE, keys.length, ...keys, token);
}
