import { hostname } from 'node:os';
import { messageOf } from '../errors.js';
import { AGENTS_KEY, leaseKey, presenceKey } from '../protocol/keys.js';
import type { Presence } from '../protocol/messages.js';
import { PROTOCOL_VERSION } from '../protocol/protocol-version.js';
import { measureOffset, redisNowMs } from '../redis/redis-clock.js';
import { pause, within } from '../within.js';
import type { AgentOptions } from './agent-options.js';
import { CrewMember } from './crew-member.js';

const BEAT_MS = 1000;
/** An agent that was not heard of for so long is lost. */
const LIVES_MS = 5000;
const ANSWER_MS = 5000;

/**
 * An agent: says every second that it lives and what it is, and joins the crew whose token it finds in its lease. Runs until the signal
 * is aborted; a Redis that goes away is waited for. Leaves nothing behind.
 */
export async function runAgent(options: AgentOptions): Promise<void> {
  await new Agent(options).run();
}

class Agent {
  readonly #o: AgentOptions;
  readonly #presence: string;
  #member: CrewMember | null = null;
  #moving: Promise<void> = Promise.resolve();
  #wanted: string | null = null;
  #isLost = false;

  constructor(options: AgentOptions) {
    this.#o = options;
    this.#presence = JSON.stringify(presenceOf(options));
  }

  async run(): Promise<void> {
    const { signal, id, onEvent, redis, beatMs = BEAT_MS } = this.#o;
    await this.#beat();
    onEvent({ type: 'registered', id });
    while (!signal.aborted) {
      await pause(beatMs, signal);
      if (!signal.aborted) await this.#beatOrWait();
    }
    this.#want(null);
    await this.#moving;
    const gone = redis.multi().del(presenceKey(id)).zrem(AGENTS_KEY, id).exec();
    await within(gone, ANSWER_MS, () => new Error('Redis does not answer')).catch(() => {});
  }

  /** What is measured while Redis is away cannot be handed in to the crew that asked for it. */
  async #beatOrWait(): Promise<void> {
    const { onEvent } = this.#o;
    try {
      await within(this.#beat(), ANSWER_MS, () => new Error('Redis does not answer'));
      if (this.#isLost) onEvent({ type: 'redis-back' });
      this.#isLost = false;
    } catch {
      if (!this.#isLost) onEvent({ type: 'redis-lost' });
      this.#isLost = true;
      this.#want(null);
    }
  }

  async #beat(): Promise<void> {
    const { redis, id } = this.#o;
    const results = await redis
      .pipeline()
      .set(presenceKey(id), this.#presence, 'PX', LIVES_MS)
      .zadd(AGENTS_KEY, Date.now(), id)
      .get(leaseKey(id))
      .exec();
    const [error, lease] = results?.[2] ?? [];
    if (error) throw error;
    this.#want(typeof lease === 'string' ? lease : null);
  }

  /** Leaves and joins one after the other, while the agent goes on telling that it lives. */
  #want(token: string | null): void {
    if (token === this.#wanted) return;
    this.#wanted = token;
    this.#member?.abort();
    this.#moving = this.#moving
      .then(() => this.#move(token))
      .catch((error: unknown) => this.#o.onEvent({ type: 'refused', message: messageOf(error) }));
  }

  async #move(token: string | null): Promise<void> {
    if (this.#member !== null) {
      await this.#member.leave();
      this.#member = null;
      this.#o.onEvent({ type: 'left' });
    }
    if (token === null || token !== this.#wanted) return;
    const clock = await measureOffset(this.#o.redis);
    const member = new CrewMember(this.#o, token, redisNowMs(clock));
    this.#member = member;
    await member.join();
  }
}

function presenceOf({ id, version, labels, suites }: AgentOptions): Presence {
  return {
    id,
    protocol: PROTOCOL_VERSION,
    version,
    host: hostname(),
    pid: process.pid,
    labels: { ...labels },
    suites: suites.map((suite) => suite.id),
    since: new Date().toISOString(),
  };
}
