import type { Redis } from 'ioredis';
import { AGENTS_KEY, leaseKey, presenceKey } from '../protocol/keys.js';
import { type Presence, presenceSchema } from '../protocol/messages.js';

/** An agent that lives, and whether it is taken. */
export interface ListedAgent extends Presence {
  readonly isBusy: boolean;
}

/** Every agent that was heard of within the last seconds, by id. Forgets those that were not. */
export async function listAgents(redis: Redis): Promise<ListedAgent[]> {
  const ids = await redis.zrange(AGENTS_KEY, '0', '-1');
  if (ids.length === 0) return [];
  const [presences, leases] = await Promise.all([
    redis.mget(ids.map(presenceKey)),
    redis.mget(ids.map(leaseKey)),
  ]);
  const gone = ids.filter((_, i) => presences[i] === null);
  if (gone.length > 0) await redis.zrem(AGENTS_KEY, ...gone);
  return ids.flatMap((_, i) => {
    const presence = presenceOf(presences[i] ?? null);
    return presence === null ? [] : [{ ...presence, isBusy: leases[i] !== null }];
  });
}

function presenceOf(text: string | null): Presence | null {
  if (text === null) return null;
  try {
    return presenceSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
