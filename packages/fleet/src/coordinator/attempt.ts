import { randomBytes } from 'node:crypto';
import {
  type Clock,
  mergeProgress,
  sliceLoad,
  type TrialContext,
  type TrialProgress,
} from '@benchwright/load-driver';
import type { Load } from '@benchwright/result-schema';
import { Deferred } from '../deferred.js';
import { FleetError } from '../errors.js';
import { sealEnvelope } from '../protocol/envelope.js';
import type { Report, SliceJob } from '../protocol/messages.js';
import { measureOffset, redisNowMs } from '../redis/redis-clock.js';
import { pause, within } from '../within.js';
import { collectParts } from './collect-parts.js';
import { agentError, type Crew, type CrewListener } from './crew.js';
import type { Loss } from './loss.js';
import type { Part } from './merge-trial.js';

/** Between "all are ready" and the start: longer than it takes to tell the last agent. */
const START_AHEAD_MS = 150;
const START_AHEAD_MS_PER_AGENT = 0.5;
/** How long what the others measured is waited for when one is lost, or the run is interrupted. */
const STOP_MS = 15_000;
const LIVE_EVERY_MS = 500;
/** The queue hears of a failure before the agent's own words arrive. */
const WORDS_MS = 500;
/** Failures that come again however often the trial is repeated. */
const FINAL = new Set([
  'ERR_FLEET_REFUSED',
  'ERR_FLEET_NOT_SLICED',
  'ERR_EMPTY_PART',
  'ERR_TARGET_UNREACHABLE',
  'ERR_CONFIG',
]);

export interface AttemptOptions {
  readonly crew: Crew;
  readonly cell: string;
  readonly trial: number;
  readonly load: Load;
  /** By which silence is told. */
  readonly clock: Clock;
  readonly ctx: TrialContext;
}

/** What an attempt brought: all parts, or some and why not all. */
export interface AttemptOutcome {
  readonly parts: readonly Part[];
  readonly active: number;
  readonly loss: Loss | null;
}

/** One attempt at a trial: queue its slices, wait until all agents are ready, start them together, take what they hand in. */
export class Attempt implements CrewListener {
  readonly #o: AttemptOptions;
  readonly #id = randomBytes(9).toString('base64url');
  readonly #active: readonly number[];
  readonly #whole = new Deferred<void>();
  readonly #taken = new Map<number, string>();
  readonly #ready = new Set<number>();
  readonly #handed = new Set<number>();
  readonly #heardAtMs = new Map<number, number>();
  readonly #latest: (TrialProgress | null)[];
  #loss: Loss | null = null;
  #isStarted = false;
  #beganAtMs = 0;

  constructor(options: AttemptOptions) {
    this.#o = options;
    const of = options.crew.agents.length;
    this.#active = [...options.crew.agents.keys()].filter(
      (index) => sliceLoad(options.load, { index, of }) !== null,
    );
    this.#latest = this.#active.map(() => null);
  }

  /** @throws FleetError for what would fail again */
  async run(): Promise<AttemptOutcome> {
    const { crew, ctx } = this.#o;
    this.#beganAtMs = this.#nowMs();
    const onAbort = (): void => void this.#stop();
    ctx.signal.addEventListener('abort', onAbort, { once: true });
    const live = setInterval(() => this.#live(), LIVE_EVERY_MS);
    try {
      crew.listen(this);
      await this.#queue().catch((error: unknown) =>
        this.#lose({ code: 'REDIS_LOST', text: `Redis: ${String(error)}`, agents: [] }),
      );
      if (ctx.signal.aborted) await this.#stop();
      await this.#whole.promise;
    } finally {
      clearInterval(live);
      ctx.signal.removeEventListener('abort', onAbort);
      crew.listen(null);
    }
    return await this.#collect();
  }

  onWhole(attempt: string): void {
    if (attempt === this.#id) this.#whole.resolve();
  }

  onFailed(attempt: string, reason: string): void {
    if (attempt !== this.#id) return;
    const agents = this.#missing();
    const text = `agent ${agents.join(', ')}: ${reason}`;
    void pause(WORDS_MS).then(() => this.#suspect({ code: 'AGENT_LOST', text, agents }));
  }

  onLoss(loss: Loss): void {
    this.#lose(loss);
  }

  onReport(report: Report): void {
    if (!('attempt' in report) || report.attempt !== this.#id) return;
    const { index, agent } = report;
    this.#heardAtMs.set(index, this.#nowMs());
    if (report.type === 'taken') this.#taken.set(index, agent);
    else if (report.type === 'ready') this.#onReady(index);
    else if (report.type === 'handed-in') this.#handed.add(index);
    else if (report.type === 'progress') this.#latest[this.#active.indexOf(index)] = report.progress;
    else if (report.type === 'failed') this.#onFailedReport(report);
  }

  #onReady(index: number): void {
    this.#ready.add(index);
    if (this.#ready.size < this.#active.length || this.#isStarted) return;
    this.#isStarted = true;
    this.#start().catch((error: unknown) =>
      this.#lose({ code: 'REDIS_LOST', text: `Redis: ${String(error)}`, agents: [] }),
    );
  }

  async #start(): Promise<void> {
    const { crew } = this.#o;
    const clock = await measureOffset(crew.redis);
    const aheadMs = START_AHEAD_MS + START_AHEAD_MS_PER_AGENT * this.#active.length;
    const atRedisUs = Math.round((redisNowMs(clock) + aheadMs) * 1000);
    await crew.redis.set(crew.keys.start(this.#id), String(atRedisUs), 'PX', crew.options.barrierMs);
    await crew.order({ type: 'start', attempt: this.#id, atRedisUs });
  }

  #onFailedReport({ agent, code, message, hint }: Extract<Report, { type: 'failed' }>): void {
    if (FINAL.has(code)) this.#whole.reject(agentError(agent, code, message, hint));
    else void this.#suspect({ code: 'AGENT_LOST', text: `agent ${agent}: ${message}`, agents: [agent] });
  }

  /** An agent that fails because Redis is not the one it was is not to blame. */
  async #suspect(loss: Loss): Promise<void> {
    const found = await this.#o.crew.lossNow();
    this.#lose(found?.code === 'REDIS_LOST' ? found : loss);
  }

  async #queue(): Promise<void> {
    const { crew, cell, trial, ctx } = this.#o;
    const { barrierMs, secret } = crew.options;
    await crew.redis.set(crew.keys.fence, this.#id);
    const expiresAtMs = redisNowMs(crew.clock) + barrierMs;
    const slices = this.#active.map((index): string => {
      const slice = { index, of: crew.agents.length };
      const { token } = crew;
      const { trialSeed } = ctx;
      const job: SliceJob = { token, attempt: this.#id, cell, trial, trialSeed, slice, barrierMs };
      return sealEnvelope('slice', job, secret, expiresAtMs);
    });
    await crew.queue(this.#id, slices);
  }

  /** Ends the attempt: the others hand in what they have, for as long as that may take. */
  #lose(loss: Loss): void {
    if (this.#loss !== null) return;
    this.#loss = loss;
    void this.#stop().then(() => this.#whole.resolve());
  }

  async #stop(): Promise<void> {
    const { crew } = this.#o;
    const until = performance.now() + STOP_MS;
    await within(
      crew.order({ type: 'stop', attempt: this.#id }),
      STOP_MS,
      () => new Error('no answer'),
    ).catch(() => {});
    while (performance.now() < until && crew.loss?.code !== 'REDIS_LOST' && this.#owing().length > 0)
      await pause(50);
    // Of an interrupted run, too, no agent is waited for longer than that.
    this.#whole.resolve();
  }

  /** Slices whose agents live and have begun, and have not handed in. */
  #owing(): number[] {
    if (!this.#isStarted) return [];
    const lost = new Set(this.#loss?.agents);
    return this.#active.filter(
      (index) => !this.#handed.has(index) && !lost.has(this.#taken.get(index) ?? ''),
    );
  }

  #live(): void {
    const { crew, ctx } = this.#o;
    const merged = mergeProgress(this.#latest);
    if (merged !== null) ctx.events({ type: 'trial-progress', progress: merged });
    if (this.#loss !== null) return;
    const nowMs = this.#nowMs();
    const { silenceMs, barrierMs } = crew.options;
    const limitMs = this.#isStarted ? silenceMs : barrierMs;
    const silent = this.#active.filter(
      (index) =>
        !this.#handed.has(index) && nowMs - (this.#heardAtMs.get(index) ?? this.#beganAtMs) > limitMs,
    );
    const isLate = !this.#isStarted && nowMs - this.#beganAtMs > barrierMs;
    if (silent.length === 0 && !isLate) return;
    const agents = silent.length > 0 ? silent.map((index) => this.#taken.get(index) ?? '?') : this.#missing();
    const text = `agent ${agents.join(', ')}: ${this.#isStarted ? 'silent' : 'not ready'} for ${limitMs / 1000} s`;
    this.#lose({ code: 'AGENT_LOST', text, agents });
  }

  #nowMs(): number {
    return this.#o.clock.nowNs() / 1e6;
  }

  /** Agents that have not done the last thing that all were to do; all of them where nobody has. */
  #missing(): string[] {
    const done = this.#isStarted ? this.#handed : this.#ready;
    const ids = this.#active
      .filter((index) => !done.has(index))
      .flatMap((index) => this.#taken.get(index) ?? []);
    const taken = new Set(this.#taken.values());
    return ids.length > 0 ? ids : this.#o.crew.agents.map(({ id }) => id).filter((id) => !taken.has(id));
  }

  async #collect(): Promise<AttemptOutcome> {
    const { crew, ctx } = this.#o;
    const { redis, keys, options } = crew;
    const collecting = (async () => {
      const nowMs = redisNowMs(await measureOffset(redis));
      const parts = await collectParts(
        { redis, keys, attempt: this.#id, secret: options.secret, nowMs },
        this.#active,
      );
      // From here on a part that comes late is refused.
      await redis.del(keys.fence);
      return parts;
    })();
    const late = () => new FleetError('ERR_REDIS_UNREACHABLE', 'Redis does not hand out what was measured');
    try {
      const parts = await within(collecting, this.#loss === null ? options.silenceMs : STOP_MS, late);
      const isWhole = parts.length === this.#active.length;
      const missing = {
        code: 'AGENT_LOST',
        text: `agent ${this.#missing().join(', ')}: handed nothing in`,
        agents: [],
      } as const;
      const loss = this.#loss ?? (isWhole || ctx.signal.aborted ? null : missing);
      return { parts, active: this.#active.length, loss };
    } catch (error) {
      if (this.#loss === null) throw error;
      return { parts: [], active: this.#active.length, loss: this.#loss };
    }
  }
}
