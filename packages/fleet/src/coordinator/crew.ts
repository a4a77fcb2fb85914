import { randomBytes } from 'node:crypto';
import type { RunEvents } from '@benchwright/load-driver';
import type { Plan } from '@benchwright/result-schema';
import type { Redis } from 'ioredis';
import { Deferred } from '../deferred.js';
import { FleetError } from '../errors.js';
import { sealEnvelope } from '../protocol/envelope.js';
import { type CrewKeys, crewKeys } from '../protocol/keys.js';
import type { CrewDescription, Order, Presence, Report } from '../protocol/messages.js';
import { PROTOCOL_VERSION } from '../protocol/protocol-version.js';
import { answered } from '../redis/answered.js';
import { type ClockOffset, measureOffset, redisNowMs } from '../redis/redis-clock.js';
import { within } from '../within.js';
import { CrewQueues, type CrewQueuesEvents } from './crew-queues.js';
import { CrewWatch } from './crew-watch.js';
import type { CompleteFleetOptions } from './fleet-options.js';
import { leaseAgents, releaseAgents } from './lease-agents.js';
import { CrewLostError, type Loss } from './loss.js';
import { removeAbandoned, removeCrew } from './remove-crew.js';
import { ReportReader } from './report-reader.js';

const TOKEN_BYTES = 12;
const CLOSE_MS = 5000;
const VERIFY_MS = 60_000;
/** A signed description and the orders that follow it are good for a day: no crew lives longer. */
const CREW_EXPIRES_MS = 24 * 3600_000;

/** What a crew is formed for. */
export interface CrewPurpose {
  readonly suite: string;
  readonly suiteVersion: string;
  readonly config: unknown;
  readonly seed: number;
  readonly plan: Plan;
  /** Agents that were lost before: others are taken first. */
  readonly last: ReadonlySet<string>;
  readonly events: RunEvents;
  readonly signal: AbortSignal;
}

/** What hears of an attempt while it is under way. */
export interface CrewListener extends CrewQueuesEvents {
  onReport(report: Report): void;
  onLoss(loss: Loss): void;
}

/** Agents that are leased by this process and have the suite's session open. It is of no use any more once it has lost one of them. */
export class Crew {
  readonly redis: Redis;
  readonly options: CompleteFleetOptions;
  readonly keys: CrewKeys;
  readonly token: string;
  readonly agents: readonly Presence[];
  /** Redis' clock against this process': for what expires, not for what is measured. */
  readonly clock: ClockOffset;
  readonly #joined = new Deferred<void>();
  readonly #waiting = new Set<string>();
  readonly #unverified = new Set<string>();
  #verified = new Deferred<void>();
  #loss: Loss | null = null;
  #listener: CrewListener | null = null;
  #queues: CrewQueues | null = null;
  #reader: ReportReader | null = null;
  #watch: CrewWatch | null = null;
  readonly #events: RunEvents;

  private constructor(
    redis: Redis,
    options: CompleteFleetOptions,
    parts: { token: string; agents: readonly Presence[]; clock: ClockOffset; events: RunEvents },
  ) {
    this.redis = redis;
    this.options = options;
    this.token = parts.token;
    this.keys = crewKeys(parts.token);
    this.agents = parts.agents;
    this.clock = parts.clock;
    this.#events = parts.events;
  }

  /**
   * Leases agents and waits until each has opened the suite's session.
   *
   * @throws FleetError when there are not enough, or one refuses; CrewLostError when one is lost meanwhile
   */
  static async form(redis: Redis, options: CompleteFleetOptions, purpose: CrewPurpose): Promise<Crew> {
    const { agents: n, labels, version, agentWaitMs: waitMs } = options;
    const { suite, last, signal, events } = purpose;
    const token = randomBytes(TOKEN_BYTES).toString('hex');
    const clock = await answered(measureOffset(redis));
    await answered(removeAbandoned(redis, Date.now()));
    const describe = (agents: readonly Presence[]): string => {
      const crew = descriptionOf(token, agents, version, purpose);
      return sealEnvelope('crew', crew, options.secret, redisNowMs(clock) + CREW_EXPIRES_MS);
    };
    const wanted = { agents: n, labels, version, suite, waitMs, last };
    const agents = await leaseAgents(redis, { token, keys: crewKeys(token), describe }, wanted, signal);
    const crew = new Crew(redis, options, { token, agents, clock, events });
    try {
      await crew.#begin(signal);
      return crew;
    } catch (error) {
      await crew.close();
      throw error;
    }
  }

  get loss(): Loss | null {
    return this.#loss;
  }

  /** Hands reports, losses and the queues' news to an attempt; null when there is none. What was lost before is told at once. */
  listen(listener: CrewListener | null): void {
    this.#listener = listener;
    if (listener !== null && this.#loss !== null) listener.onLoss(this.#loss);
  }

  /** What is lost at this moment, where something is: what failed may be the consequence. */
  async lossNow(): Promise<Loss | null> {
    return this.#loss ?? (await this.#watch?.look()) ?? null;
  }

  async queue(attempt: string, slices: readonly string[]): Promise<void> {
    await this.#queues?.add(attempt, slices);
  }

  async order(order: Order): Promise<void> {
    const expiresAtMs = redisNowMs(this.clock) + CREW_EXPIRES_MS;
    const text = sealEnvelope('order', order, this.options.secret, expiresAtMs);
    await this.redis.publish(this.keys.channel, text);
  }

  /** Has every agent verify that its target still stands behind what was measured. */
  async verify(): Promise<void> {
    this.#verified = new Deferred();
    for (const { id } of this.agents) this.#unverified.add(id);
    await this.order({ type: 'verify' });
    const late = () =>
      new FleetError(
        'ERR_FLEET_TRIAL',
        `${[...this.#unverified].join(', ')} did not verify the target in time`,
      );
    await within(this.#verified.promise, VERIFY_MS, late);
  }

  /** Gives the agents back and removes what the crew left in Redis, if Redis is there. */
  async close(): Promise<void> {
    this.#listener = null;
    await this.#watch?.close();
    this.#reader?.close();
    await this.#queues?.close();
    const removed = releaseAgents(this.redis, this.token, this.agents).then(() =>
      removeCrew(this.redis, this.token),
    );
    await within(removed, CLOSE_MS, () => new Error('Redis does not answer')).catch(() => {});
  }

  async #begin(signal: AbortSignal): Promise<void> {
    const { redis, keys, token, agents } = this;
    for (const { id } of agents) this.#waiting.add(id);
    this.#watch = new CrewWatch({ redis, token, keys, agents, onLoss: (loss) => this.#onLoss(loss) });
    this.#reader = new ReportReader(redis, keys.events, (report) => this.#onReport(report));
    this.#queues = new CrewQueues(redis, keys, {
      onWhole: (attempt) => this.#listener?.onWhole(attempt),
      onFailed: (attempt, reason) => this.#listener?.onFailed(attempt, reason),
    });
    const { barrierMs } = this.options;
    const late = () => {
      const ids = [...this.#waiting];
      return new CrewLostError({
        code: 'AGENT_LOST',
        text: `${ids.join(', ')}: not ready within ${barrierMs / 1000} s`,
        agents: ids,
      });
    };
    const onAbort = (): void =>
      this.#joined.reject(new FleetError('ERR_FLEET_AGENTS', 'interrupted while agents joined'));
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      await within(this.#joined.promise, barrierMs, late);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #onReport(report: Report): void {
    if (report.type === 'joined') {
      this.#waiting.delete(report.agent);
      if (this.#waiting.size === 0) this.#joined.resolve();
    } else if (report.type === 'refused') {
      const { agent, code, message, hint } = report;
      this.#joined.reject(agentError(agent, code, message, hint));
    } else if (report.type === 'verified') this.#onVerified(report.agent, report.problem);
    else if (report.type === 'warning') this.#warn(report);
    else this.#listener?.onReport(report);
  }

  #onVerified(agent: string, problem: string | null): void {
    if (problem !== null) this.#verified.reject(agentError(agent, 'ERR_FLEET_TRIAL', problem));
    this.#unverified.delete(agent);
    if (this.#unverified.size === 0) this.#verified.resolve();
  }

  #warn({ agent, code, text, hint }: Extract<Report, { type: 'warning' }>): void {
    this.#events({
      type: 'warning',
      code,
      text: `agent ${agent}: ${text}`,
      ...(hint === undefined ? {} : { hint }),
    });
  }

  #onLoss(loss: Loss): void {
    this.#loss ??= loss;
    this.#joined.reject(new CrewLostError(loss));
    this.#verified.reject(new CrewLostError(loss));
    this.#listener?.onLoss(loss);
  }
}

function descriptionOf(
  token: string,
  agents: readonly Presence[],
  version: string,
  { suite, suiteVersion, config, seed, plan }: CrewPurpose,
): CrewDescription {
  const ids = agents.map(({ id }) => id);
  const protocol = PROTOCOL_VERSION;
  return { token, protocol, version, suite, suiteVersion, config, seed, plan, agents: ids };
}

/** What an agent could not do, as an error of this process: its code says how the run ends. */
export function agentError(agent: string, code: string, message: string, hint?: string): FleetError {
  return new FleetError(code, `agent ${agent}: ${message}`, hint === undefined ? {} : { hint });
}
