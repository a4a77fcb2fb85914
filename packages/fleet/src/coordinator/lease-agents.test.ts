import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CREWS_KEY, crewKeys, leaseKey } from '../protocol/keys.js';
import type { Presence } from '../protocol/messages.js';
import { redisVersion } from '../testing/redis-server.js';
import { SECRET, startAgent, type TestAgent, VERSION } from '../testing/start-agents.js';
import { useRedis } from '../testing/use-redis.js';
import { virtualSuite } from '../testing/virtual-suite.js';
import { listAgents } from './agent-list.js';
import { type LeasedCrew, leaseAgents, releaseAgents, renewLeases } from './lease-agents.js';

const used = useRedis();
let agents: TestAgent[] = [];
beforeEach(async () => {
  if (redisVersion === null) return;
  await used.redis.flushall();
  // They never look at their leases: what is leased here is nobody's crew.
  const idle = { secret: SECRET, beatMs: 3_600_000 };
  agents = await Promise.all(
    ['a', 'b', 'c'].map((id) => startAgent(used.server.url, id, virtualSuite(), idle)),
  );
});
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.stop()));
});

const crewOf = (token: string): LeasedCrew => ({
  token,
  keys: crewKeys(token),
  describe: (taken: readonly Presence[]) => taken.map(({ id }) => id).join('+'),
});

async function lease(token: string, n: number, last: readonly string[] = []): Promise<string[]> {
  const wanted = {
    agents: n,
    labels: {},
    version: VERSION,
    suite: 'virtual',
    waitMs: 0,
    last: new Set(last),
  };
  const taken = await leaseAgents(used.redis, crewOf(token), wanted, new AbortController().signal);
  return taken.map(({ id }) => id).sort();
}

describe.skipIf(redisVersion === null)('leasing agents', () => {
  it('leaves with the leases all that an agent asks for that sees one', async () => {
    expect(await lease('one', 2, ['a'])).toEqual(['b', 'c']);
    const keys = crewKeys('one');
    expect((await used.redis.get(keys.description))?.split('+').sort()).toEqual(['b', 'c']);
    expect(await used.redis.type(keys.events)).toBe('stream');
    expect(await used.redis.xlen(keys.events)).toBe(0);
    expect(await used.redis.zscore(CREWS_KEY, 'one')).not.toBeNull();
    expect(await used.redis.mget(leaseKey('a'), leaseKey('b'), leaseKey('c'))).toEqual([null, 'one', 'one']);
  });

  it('takes all or none: of two that want more than half of them, one gets them and the other nothing', async () => {
    const [first, second] = await Promise.allSettled([lease('one', 2), lease('two', 2)]);
    const statuses = [first?.status, second?.status].sort();
    expect(statuses).toEqual(['fulfilled', 'rejected']);
    const leases = await used.redis.mget(leaseKey('a'), leaseKey('b'), leaseKey('c'));
    const winner = first?.status === 'fulfilled' ? 'one' : 'two';
    expect(leases.filter((token) => token !== null)).toEqual([winner, winner]);
    expect(await used.redis.keys(`${crewKeys(winner === 'one' ? 'two' : 'one').all}:*`)).toEqual([]);
  });

  it('renews and gives back what is still its own, and nothing else', async () => {
    await lease('one', 2, ['a']);
    const [, presenceB, presenceC] = (await listAgents(used.redis)).sort((x, y) => (x.id < y.id ? -1 : 1));
    await used.redis.set(leaseKey('c'), 'two');
    expect(await renewLeases(used.redis, 'one', [presenceB!, presenceC!])).toBe(1);
    await releaseAgents(used.redis, 'one', [presenceB!, presenceC!]);
    expect(await used.redis.mget(leaseKey('b'), leaseKey('c'))).toEqual([null, 'two']);
  });
});
