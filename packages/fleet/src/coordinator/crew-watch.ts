import type { Redis } from 'ioredis';
import { CREWS_KEY, type CrewKeys, leaseKey, presenceKey } from '../protocol/keys.js';
import type { Presence } from '../protocol/messages.js';
import { pause, within } from '../within.js';
import { renewLeases } from './lease-agents.js';
import type { Loss } from './loss.js';

const LOOK_EVERY_MS = 1000;
/** A Redis that does not answer for so long is lost: leases end by then. */
const ANSWER_MS = 10_000;

export interface CrewWatchOptions {
  readonly redis: Redis;
  readonly token: string;
  readonly keys: CrewKeys;
  readonly agents: readonly Presence[];
  readonly onLoss: (loss: Loss) => void;
}

/** Renews the leases of a crew, and says once when an agent is gone or Redis is not the one it was. */
export class CrewWatch {
  readonly #o: CrewWatchOptions;
  readonly #abort = new AbortController();
  #serverRun: string | null = null;
  readonly #ended: Promise<void>;

  constructor(options: CrewWatchOptions) {
    this.#o = options;
    this.#ended = this.#watch();
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#ended;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#abort;
    while (!signal.aborted) {
      const loss = await this.look();
      if (signal.aborted) return;
      if (loss !== null) return this.#o.onLoss(loss);
      await pause(LOOK_EVERY_MS, signal);
    }
  }

  /** What is lost at this moment; null when nothing is. */
  async look(): Promise<Loss | null> {
    try {
      return await within(this.#ask(), ANSWER_MS, () => new Error(`no answer for ${ANSWER_MS / 1000} s`));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      return { code: 'REDIS_LOST', text: `Redis: ${text}`, agents: [] };
    }
  }

  async #ask(): Promise<Loss | null> {
    const { redis, token, keys, agents } = this.#o;
    const [kept, presences, info, described] = await Promise.all([
      renewLeases(redis, token, agents),
      redis.mget(agents.map(({ id }) => presenceKey(id))),
      redis.info('server'),
      redis.exists(keys.description),
      redis.zadd(CREWS_KEY, Date.now(), token),
    ]);
    const serverRun = /run_id:(\w+)/.exec(info)?.[1] ?? '';
    this.#serverRun ??= serverRun;
    if (serverRun !== this.#serverRun) return redisLost('Redis was restarted');
    if (described === 0) return redisLost('Redis lost what it was told');
    const gone = agents.filter((_, i) => presences[i] === null).map(({ id }) => id);
    if (gone.length > 0) return agentsLost(gone, 'not heard of any more');
    if (kept === agents.length) return null;
    const leases = await redis.mget(agents.map(({ id }) => leaseKey(id)));
    const taken = agents.filter((_, i) => leases[i] !== token).map(({ id }) => id);
    return taken.length === 0 ? null : agentsLost(taken, 'no longer held by this run');
  }
}

function redisLost(text: string): Loss {
  return { code: 'REDIS_LOST', text, agents: [] };
}

function agentsLost(agents: readonly string[], what: string): Loss {
  const are = agents.length === 1 ? 'agent' : 'agents';
  return { code: 'AGENT_LOST', text: `${are} ${agents.join(', ')}: ${what}`, agents };
}
