import { createRealClock, type RunEvent, type Session, type Suite } from '@benchwright/load-driver';
import { type Job, UnrecoverableError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { FleetError, messageOf } from '../errors.js';
import { openEnvelope } from '../protocol/envelope.js';
import { type CrewKeys, crewKeys, SLICES_QUEUE } from '../protocol/keys.js';
import {
  type CrewDescription,
  crewSchema,
  type Order,
  orderSchema,
  type Report,
  type SliceJob,
  sliceSchema,
} from '../protocol/messages.js';
import { PROTOCOL_VERSION } from '../protocol/protocol-version.js';
import { listenTo } from '../redis/listen-to.js';
import { measureOffset, redisNowMs } from '../redis/redis-clock.js';
import { within } from '../within.js';
import type { AgentOptions } from './agent-options.js';
import { admitTargets, admitWorkers } from './agent-policy.js';
import { SliceRun } from './slice-run.js';

/** A job whose agent did not renew its lock for so long is given up by BullMQ. */
const LOCK_MS = 10_000;
const CLOSE_MS = 3000;
/** Old reports are no longer read by anybody. */
const REPORTS_KEPT = 20_000;

/**
 * An agent's place in one crew: the suite's open session, the worker that takes slices, and what is told and heard. A crew is left when its lease ends.
 */
export class CrewMember {
  readonly #o: AgentOptions;
  readonly #keys: CrewKeys;
  readonly #token: string;
  readonly #joinedAtMs: number;
  readonly #abort = new AbortController();
  /** Nonces and attempts that were taken: neither comes twice. */
  readonly #seen = new Set<string>();
  #session: Session | null = null;
  #crew: CrewDescription | null = null;
  #worker: Worker<string, unknown> | null = null;
  #orders: Redis | null = null;
  #slice: SliceRun | null = null;

  constructor(options: AgentOptions, token: string, nowMs: number) {
    this.#o = options;
    this.#token = token;
    this.#keys = crewKeys(token);
    this.#joinedAtMs = nowMs;
  }

  /** Opens the session and begins to take slices. What keeps it from that is told to the coordinator, and is no error here. */
  async join(): Promise<void> {
    const { id, onEvent, redis } = this.#o;
    try {
      const crew = await this.#readCrew();
      this.#crew = crew;
      this.#session = await this.#open(crew);
      if (this.#abort.signal.aborted) return;
      this.#orders = await listenTo(redis, this.#keys.channel, (text) => void this.#obey(text));
      this.#worker = this.#takeSlices();
      await this.#worker.waitUntilReady();
      onEvent({ type: 'joined', suite: crew.suite, agents: crew.agents.length });
      await this.#report({ type: 'joined', agent: id });
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      const message = messageOf(error);
      onEvent({ type: 'refused', message });
      await this.#report({ type: 'refused', agent: id, ...refusalOf(error) });
    }
  }

  /** Ends what is under way; `leave` waits for it. */
  abort(): void {
    this.#abort.abort();
    this.#slice?.cancel(new Error('the crew was left'));
  }

  async leave(): Promise<void> {
    this.abort();
    this.#orders?.disconnect();
    // Forced: whether the job was over is the fence's question, and Redis may be away.
    const closed = this.#worker?.close(true) ?? Promise.resolve();
    await within(closed, CLOSE_MS, () => new Error('Redis does not answer')).catch(() => {});
    await this.#slice?.ended;
    await this.#session?.close().catch(() => {});
  }

  async #readCrew(): Promise<CrewDescription> {
    const text = await this.#o.redis.get(this.#keys.description);
    if (text === null)
      throw new FleetError('ERR_FLEET_REFUSED', 'the run ended before the agent could join it');
    const crew = crewSchema.parse(openEnvelope('crew', text, this.#o.secret, this.#joinedAtMs).body);
    if (crew.token !== this.#token || !crew.agents.includes(this.#o.id)) {
      throw new FleetError('ERR_FLEET_REFUSED', 'the description is that of another crew');
    }
    const { version } = this.#o;
    if (crew.version !== version || crew.protocol !== PROTOCOL_VERSION) {
      throw new FleetError(
        'ERR_FLEET_VERSION',
        `agent ${this.#o.id} is Benchwright ${version}, the coordinator ${crew.version}`,
        { hint: 'install the same version on both' },
      );
    }
    return crew;
  }

  async #open(crew: CrewDescription): Promise<Session> {
    const entry = this.#o.suites.find(({ id }) => id === crew.suite);
    if (entry === undefined)
      throw new FleetError('ERR_FLEET_REFUSED', `the agent has no suite ${crew.suite}`);
    const suite: Suite = await entry.load();
    if (suite.version !== crew.suiteVersion) {
      const message = `the agent's suite ${suite.id} is ${suite.version}, the coordinator's ${crew.suiteVersion}`;
      throw new FleetError('ERR_FLEET_VERSION', message, { hint: 'install the same version on both' });
    }
    const parsed = suite.config.schema.safeParse(crew.config);
    if (!parsed.success)
      throw new FleetError('ERR_FLEET_REFUSED', `the config is not valid: ${parsed.error.message}`);
    admitTargets(suite.targets(parsed.data), this.#o.policy);
    admitWorkers(parsed.data, this.#o.policy);
    return await suite.open(parsed.data, {
      clock: createRealClock(),
      events: (event) => this.#warn(event),
      signal: this.#abort.signal,
      seed: crew.seed,
      plan: crew.plan,
    });
  }

  async #obey(text: string): Promise<void> {
    const order = this.#readOrder(text);
    if (order === null) return;
    if (order.type === 'verify') return await this.#verify();
    if (order.attempt !== this.#slice?.attempt) return;
    if (order.type === 'start') this.#slice.start(order.atRedisUs);
    else this.#slice.stop();
  }

  #readOrder(text: string): Order | null {
    try {
      const { body, nonce } = openEnvelope('order', text, this.#o.secret, this.#joinedAtMs);
      this.#once(nonce);
      return orderSchema.parse(body);
    } catch {
      return null;
    }
  }

  async #verify(): Promise<void> {
    let problem: string | null = null;
    try {
      await this.#session?.verify?.();
    } catch (error) {
      problem = messageOf(error);
    }
    await this.#report({ type: 'verified', agent: this.#o.id, problem });
  }

  #takeSlices(): Worker<string, unknown> {
    const worker = new Worker<string, unknown>(SLICES_QUEUE, (job) => this.#take(job), {
      connection: this.#o.redis,
      prefix: this.#keys.queues,
      concurrency: 1,
      lockDuration: LOCK_MS,
      maxStalledCount: 0,
      // The coordinator looks for stalled jobs. An agent that did so while it leaves would write a key of BullMQ's to a crew that is gone.
      skipStalledCheck: true,
    });
    // A lost connection is made again by the client, and the loss is noticed by the agent's own beats.
    worker.on('error', () => {});
    return worker;
  }

  async #take(job: Job<string>): Promise<unknown> {
    const clock = await measureOffset(this.#o.redis);
    let slice: SliceJob | null = null;
    try {
      const { body, nonce } = openEnvelope('slice', job.data, this.#o.secret, redisNowMs(clock));
      this.#once(nonce);
      slice = sliceSchema.parse(body);
      return await this.#runSlice(slice);
    } catch (error) {
      this.#o.onEvent({ type: 'trial-failed', message: messageOf(error) });
      if (slice !== null && !this.#abort.signal.aborted) {
        const place = { agent: this.#o.id, attempt: slice.attempt, index: slice.slice.index };
        await this.#report({ type: 'failed', ...place, ...refusalOf(error) });
      }
      // What was measured once is not measured again by the queue: the coordinator repeats whole trials.
      throw new UnrecoverableError(messageOf(error));
    }
  }

  async #runSlice(job: SliceJob): Promise<unknown> {
    const session = this.#session;
    const cell = this.#crew?.plan.cells.find(({ id }) => id === job.cell);
    if (job.token !== this.#token || session === null || cell === undefined) {
      throw new FleetError('ERR_FLEET_REFUSED', 'the slice belongs to another crew');
    }
    this.#once(job.attempt);
    const run = new SliceRun({
      agent: this.#o,
      keys: this.#keys,
      job,
      report: (report) => this.#report(report),
      warn: (event) => this.#warn(event),
    });
    this.#slice = run;
    try {
      return await run.run(session, cell);
    } finally {
      this.#slice = null;
    }
  }

  #once(nonce: string): void {
    if (this.#seen.has(nonce)) throw new FleetError('ERR_FLEET_REFUSED', 'a message came twice');
    this.#seen.add(nonce);
  }

  #warn(event: RunEvent): void {
    if (event.type !== 'warning') return;
    const { code, text, hint } = event;
    void this.#report({
      type: 'warning',
      agent: this.#o.id,
      code,
      text,
      ...(hint === undefined ? {} : { hint }),
    });
  }

  async #report(report: Report): Promise<void> {
    const { redis } = this.#o;
    await redis
      .xadd(
        this.#keys.events,
        'NOMKSTREAM',
        'MAXLEN',
        '~',
        REPORTS_KEPT,
        '*',
        'report',
        JSON.stringify(report),
      )
      .catch(() => {});
  }
}

function refusalOf(error: unknown): { code: string; message: string; hint?: string } {
  const { code, hint } = error instanceof Error ? (error as Error & { code?: unknown; hint?: unknown }) : {};
  return {
    code: typeof code === 'string' ? code : 'ERR_FLEET_TRIAL',
    message: messageOf(error),
    ...(typeof hint === 'string' ? { hint } : {}),
  };
}
