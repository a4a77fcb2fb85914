import { hostname } from 'node:os';
import type { RunEvent, Session, TrialPart, TrialProgress } from '@benchwright/load-driver';
import type { PlanCell, TrialRecord } from '@benchwright/result-schema';
import { Deferred } from '../deferred.js';
import { FleetError } from '../errors.js';
import type { CrewKeys } from '../protocol/keys.js';
import type { Report, SliceJob } from '../protocol/messages.js';
import { partChunks } from '../protocol/part-chunks.js';
import { pushFenced } from '../redis/fenced-push.js';
import {
  type ClockOffset,
  hrInstantOf,
  measureOffset,
  redisNowMs,
  wallOffsetNs,
} from '../redis/redis-clock.js';
import type { AgentOptions } from './agent-options.js';
import { admitLoad } from './agent-policy.js';

/** How often the live figures are sent. */
const PROGRESS_EVERY_MS = 500;
/** While it waits for the others: so often the clock is read anew, and the start looked for that was told while nobody heard. */
const LOOK_AGAIN_MS = 1000;
/** A part is fetched as soon as all are there. */
const PART_EXPIRES_MS = 10 * 60_000;

export interface SliceRunOptions {
  readonly agent: AgentOptions;
  readonly keys: CrewKeys;
  readonly job: SliceJob;
  readonly report: (report: Report) => Promise<void>;
  readonly warn: (event: RunEvent) => void;
}

/** One part of one trial on one agent: from the warm-up to the record handed in. */
export class SliceRun {
  readonly #o: SliceRunOptions;
  readonly #abort = new AbortController();
  readonly #started = new Deferred<bigint>();
  #clock: ClockOffset | null = null;
  #atHrNs: bigint | null = null;
  #beganAtHrNs: bigint | null = null;
  #isReady = false;
  #cancelled: Error | null = null;
  #toldAtMs = 0;
  /** Resolves when nothing of it is left running. */
  ended: Promise<void> = Promise.resolve();

  constructor(options: SliceRunOptions) {
    this.#o = options;
  }

  get attempt(): string {
    return this.#o.job.attempt;
  }

  /** All are ready: the measured phase begins at this instant of Redis' clock. */
  start(atRedisUs: number): void {
    if (this.#clock === null || this.#atHrNs !== null) return;
    this.#atHrNs = hrInstantOf(atRedisUs, this.#clock);
    this.#started.resolve(this.#atHrNs);
  }

  /** Ends the trial; what was measured until now is handed in. */
  stop(): void {
    this.#started.reject(new FleetError('ERR_FLEET_TRIAL', 'the trial was called off before it began'));
    this.#abort.abort();
  }

  /** Ends the trial for good. */
  cancel(reason: Error): void {
    this.#cancelled = reason;
    this.#started.reject(reason);
    this.#abort.abort();
  }

  /**
   * Runs the slice in the suite's session and hands in its record.
   *
   * @throws what the session throws; FleetError when the suite does not divide its load, or the trial is over already
   */
  async run(session: Session, cell: PlanCell): Promise<{ readonly chunks: number }> {
    const measured = this.#measure(session, cell);
    this.ended = measured.then(
      () => {},
      () => {},
    );
    const record = await measured;
    if (this.#cancelled !== null) throw this.#cancelled;
    return this.#handIn(record);
  }

  async #measure(session: Session, cell: PlanCell): Promise<TrialRecord> {
    const { job, agent, keys, report } = this.#o;
    const { trial, trialSeed, slice } = job;
    if ((await agent.redis.get(keys.fence)) !== job.attempt) throw tooLate();
    agent.onEvent({ type: 'trial', cell: cell.id, trial, slice: `${slice.index + 1} of ${slice.of}` });
    await report({ type: 'taken', ...this.#place() });
    const part: TrialPart = {
      slice,
      admit: (load) => admitLoad(load, agent.policy),
      ready: () => this.#ready(),
      began: (atHrNs) => {
        this.#beganAtHrNs = atHrNs;
      },
    };
    const record = await session.runTrial(cell, trial, {
      signal: this.#abort.signal,
      events: (event) => this.#tell(event),
      trialSeed,
      part,
    });
    if (!this.#isReady && !record.interrupted) {
      throw new FleetError(
        'ERR_FLEET_NOT_SLICED',
        `the trials of cell ${cell.id} cannot be divided among agents`,
        {
          hint: 'measure this cell on one machine, without --fleet',
        },
      );
    }
    return record;
  }

  /** Suites that run several loads for one trial ask once for each: all but the first go on at once. */
  async #ready(): Promise<bigint> {
    if (this.#isReady) return 0n;
    this.#isReady = true;
    const { agent, keys, job, report } = this.#o;
    this.#clock = await measureOffset(agent.redis);
    await report({ type: 'ready', ...this.#place() });
    const late = setTimeout(() => this.cancel(notReady(job.barrierMs)), job.barrierMs);
    const again = setInterval(() => {
      this.#lookAgain(keys.start(job.attempt)).catch(() => {});
    }, LOOK_AGAIN_MS);
    try {
      return await this.#started.promise;
    } finally {
      clearTimeout(late);
      clearInterval(again);
    }
  }

  async #lookAgain(startKey: string): Promise<void> {
    const { redis } = this.#o.agent;
    const clock = await measureOffset(redis);
    if (this.#atHrNs === null) this.#clock = clock;
    const told = await redis.get(startKey);
    if (told !== null) this.start(Number(told));
  }

  async #handIn(record: TrialRecord): Promise<{ readonly chunks: number }> {
    const { agent, keys, job } = this.#o;
    const clock = this.#clock ?? (await measureOffset(agent.redis));
    const about = {
      host: hostname(),
      labels: agent.labels,
      clockOffsetNs: wallOffsetNs(clock),
      clockUncertaintyNs: clock.uncertaintyNs,
      startLateNs:
        this.#beganAtHrNs === null || this.#atHrNs === null ? 0 : Number(this.#beganAtHrNs - this.#atHrNs),
    };
    const body = { ...this.#place(), record, about };
    const chunks = partChunks(body, agent.secret, redisNowMs(clock) + PART_EXPIRES_MS);
    const part = keys.part(job.attempt, job.slice.index);
    if (!(await pushFenced(agent.redis, { fence: keys.fence, part }, job.attempt, chunks))) {
      const { message } = tooLate();
      agent.onEvent({ type: 'late', message });
      throw tooLate();
    }
    await this.#o.report({ type: 'handed-in', ...this.#place() });
    return { chunks: chunks.length };
  }

  #tell(event: RunEvent): void {
    if (event.type === 'warning') this.#o.warn(event);
    if (event.type !== 'trial-progress') return;
    const nowMs = performance.now();
    if (nowMs - this.#toldAtMs < PROGRESS_EVERY_MS) return;
    this.#toldAtMs = nowMs;
    void this.#o.report({
      type: 'progress',
      ...this.#place(),
      progress: { ...event.progress } satisfies TrialProgress,
    });
  }

  #place(): { agent: string; attempt: string; index: number } {
    const { agent, job } = this.#o;
    return { agent: agent.id, attempt: job.attempt, index: job.slice.index };
  }
}

function tooLate(): FleetError {
  return new FleetError('ERR_FLEET_TRIAL', 'the trial went on, or ended, without this part of it');
}

function notReady(barrierMs: number): FleetError {
  return new FleetError('ERR_FLEET_TRIAL', `not all agents were ready within ${barrierMs / 1000} s`);
}
