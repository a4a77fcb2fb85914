import { FlowProducer, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { type CrewKeys, SLICES_QUEUE, TRIALS_QUEUE } from '../protocol/keys.js';
import { within } from '../within.js';

const STALLED_EVERY_MS = 5000;
const CLOSE_MS = 3000;

export interface CrewQueuesEvents {
  /** Every slice of the attempt has been handed in. */
  readonly onWhole: (attempt: string) => void;
  /** A slice failed, or the worker that had it stalled. */
  readonly onFailed: (attempt: string, reason: string) => void;
}

/**
 * The queues of a crew: a trial is a parent job whose children are its slices. BullMQ sees to it that each slice is taken once, that a
 * stalled one fails its trial, and that the parent's turn comes when all are there.
 */
export class CrewQueues {
  readonly #flows: FlowProducer;
  readonly #trials: Worker<{ attempt: string }, void>;
  readonly #stalled: Worker;

  constructor(redis: Redis, keys: CrewKeys, { onWhole, onFailed }: CrewQueuesEvents) {
    const shared = { connection: redis, prefix: keys.queues };
    this.#flows = new FlowProducer(shared);
    this.#trials = new Worker(TRIALS_QUEUE, async ({ data }) => onWhole(data.attempt), shared);
    this.#trials.on('failed', (job, error) => {
      if (job !== undefined) onFailed(job.data.attempt, error.message);
    });
    // Takes no job: it looks for stalled ones, for all agents.
    this.#stalled = new Worker(SLICES_QUEUE, null, {
      ...shared,
      autorun: false,
      stalledInterval: STALLED_EVERY_MS,
      maxStalledCount: 0,
    });
    // A lost connection is made again by the client; what it means for the trial the crew's watch finds out.
    const ignore = (): void => {};
    this.#flows.on('error', ignore);
    this.#trials.on('error', ignore);
    this.#stalled.on('error', ignore);
    void this.#stalled.startStalledCheckTimer().catch(() => {});
  }

  /** Queues a trial: `slices` are the signed bodies of its parts. */
  async add(attempt: string, slices: readonly string[]): Promise<void> {
    const kept = { removeOnComplete: true, removeOnFail: true, attempts: 1 };
    await this.#flows.add({
      name: 'trial',
      queueName: TRIALS_QUEUE,
      data: { attempt },
      opts: kept,
      children: slices.map((data) => ({
        name: 'slice',
        queueName: SLICES_QUEUE,
        data,
        opts: { ...kept, failParentOnFailure: true },
      })),
    });
  }

  async close(): Promise<void> {
    const closed = Promise.all([this.#trials.close(true), this.#stalled.close(true), this.#flows.close()]);
    await within(closed, CLOSE_MS, () => new Error('Redis does not answer')).catch(() => {});
  }
}
