import type { Redis } from 'ioredis';
import { FleetError } from '../errors.js';
import { leaseKey } from '../protocol/keys.js';
import type { Presence } from '../protocol/messages.js';
import { pause, within } from '../within.js';
import { listAgents } from './agent-list.js';
import { freeAgents, tooFewAgents, type Wanted } from './choose-agents.js';

/** An agent whose coordinator did not renew its lease for so long is free, and stops what it does. */
const LEASE_MS = 6000;
const LOOK_EVERY_MS = 250;
const ANSWER_MS = 5000;

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

/**
 * Takes as many agents as are wanted, all or none: two coordinators that each hold half of what they need would wait for ever. Agents
 * whose id is in `last` are taken only where there are no others.
 *
 * @throws FleetError ERR_FLEET_AGENTS or ERR_FLEET_VERSION when there are not enough in time, ERR_REDIS_UNREACHABLE
 */
export async function leaseAgents(
  redis: Redis,
  token: string,
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
      const taken = await answered(takeAll(redis, token, free, wanted.agents));
      if (taken !== null) return taken;
    }
    if (signal.aborted) throw new FleetError('ERR_FLEET_AGENTS', 'interrupted while waiting for agents');
    if (performance.now() >= until) throw tooFewAgents(listed, wanted, wanted.waitMs);
    await pause(LOOK_EVERY_MS, signal);
  }
}

async function takeAll(
  redis: Redis,
  token: string,
  free: readonly Presence[],
  n: number,
): Promise<Presence[] | null> {
  const taken: Presence[] = [];
  for (const agent of free) {
    if (taken.length === n) break;
    if ((await redis.set(leaseKey(agent.id), token, 'PX', LEASE_MS, 'NX')) === 'OK') taken.push(agent);
  }
  if (taken.length === n) return taken;
  await releaseAgents(redis, token, taken);
  return null;
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

function answered<T>(work: Promise<T>): Promise<T> {
  return within(
    work,
    ANSWER_MS,
    () =>
      new FleetError('ERR_REDIS_UNREACHABLE', `Redis does not answer for ${ANSWER_MS / 1000} s`, {
        hint: 'bring it back and go on with --resume',
      }),
  );
}
