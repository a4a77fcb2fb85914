import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { S3Client } from '@aws-sdk/client-s3';
import { countOfRanges, differenceOfRanges, type IdRanges, unionOfRanges } from '../ledger/id-ranges.js';
import { BucketReader, type ReadObject } from './bucket-reader.js';
import type { ContentCheck } from './content-check.js';
import { DelayDistribution } from './delay-distribution.js';
import { EventStore } from './event-store.js';
import { type FileFact, judgeStored, type StoredFacts, type UnusableFact } from './judge-stored.js';
import { watchStoreClock } from './store-clock.js';
import type { StoredReport } from './stored-report.js';
import { StoredRows } from './stored-rows.js';

/** Time as the verification knows it; tests have their own. */
export interface VerifyTiming {
  /** Milliseconds since the epoch: due times and LastModified are compared with it. */
  now(): number;
  sleep(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

/** What stored files and events may be like. */
export interface StoredLimits {
  /** The collector’s limit of a file's size. */
  readonly maxFileBytes: number | null;
  /** From due to visible in S3; null: however long. */
  readonly maxDelayMs: number | null;
  /** An event that is received so long after the first of its batch is late. Default 1000. */
  readonly maxApartMs?: number;
  /** The event ids that were sent; null: any. */
  readonly eventTypes?: readonly number[] | null;
}

export interface VerifyStoredOptions {
  readonly s3: S3Client;
  /** For messages. */
  readonly address: string;
  readonly bucket: string;
  /** Only keys that begin so; empty for all. */
  readonly prefix: string;
  /** The run's tag in the Computer of its events. */
  readonly runTag: string;
  /** Ids whose batch was acknowledged: all of them must be stored. */
  readonly acknowledged: IdRanges;
  /** All ids that were ever sent: no other may be stored. */
  readonly offered: IdRanges;
  /** Due times of the run, milliseconds since the epoch. */
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly limits: StoredLimits;
  /** How long to wait at most for what is missing. */
  readonly deadlineMs: number;
  /** Between two looks. Default 500. */
  readonly pollMs?: number;
  /**
   * After the last event was found, how long nothing may change before duplicates are ruled out: at least the collector's flush
   * interval. Default 0.
   */
  readonly settleMs?: number;
  /** Knows the contents that were sent. Default: contents are not checked, only that ids, times and event ids are right. */
  readonly isSent?: ContentCheck | null;
  readonly signal?: AbortSignal;
  /** Told after each look how many events of the run are stored. */
  readonly onLook?: (stored: number) => void;
  readonly timing?: VerifyTiming;
}

/** LastModified may have whole seconds only, and clocks differ: older files are opened rather than overlooked. */
const SINCE_TOLERANCE_MS = 5000;

/** Due times follow the monotonic clock, which drifts from the one that tells when a run began. */
const DUE_TOLERANCE_MS = 1000;

const realTiming: VerifyTiming = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }),
};

/**
 * Proves, or refutes, that what a collector has stored is what it has acknowledged: lists the bucket until every acknowledged event is
 * found and nothing changes any more, or the deadline has come; reads every file that is not older than the run with DuckDB; compares the ids.
 * A store that cannot be read for a while is asked again until the deadline.
 *
 * @throws StoreError (no bucket, denied), TargetUnreachableError: when the store could not be listed once
 */
export async function verifyStored(options: VerifyStoredOptions): Promise<StoredReport> {
  const folder = await mkdtemp(join(tmpdir(), 'benchwright-wef-verify-'));
  try {
    const { runTag, sinceMs, untilMs, limits, isSent = null } = options;
    const rows = await StoredRows.open({
      folder,
      runTag,
      isSent,
      limits: {
        fromUs: Math.floor((sinceMs - DUE_TOLERANCE_MS) * 1000),
        toUs: Math.ceil((untilMs + DUE_TOLERANCE_MS) * 1000),
        eventTypes: limits.eventTypes ?? null,
      },
    });
    try {
      return await new Verification(options, rows, folder).run();
    } finally {
      rows.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

class Verification {
  readonly #options: VerifyStoredOptions;
  readonly #rows: StoredRows;
  readonly #reader: BucketReader;
  readonly #store: EventStore;
  readonly #timing: VerifyTiming;
  readonly #storeAheadMs: () => number;
  readonly #startMs: number;
  #looks = 0;
  #failure: unknown;
  #complete = false;

  constructor(options: VerifyStoredOptions, rows: StoredRows, folder: string) {
    const { s3: client, bucket, prefix, address, signal, timing = realTiming } = options;
    const now = (): number => timing.now();
    this.#options = options;
    this.#rows = rows;
    this.#timing = timing;
    this.#store = new EventStore({ client, bucket, prefix, address });
    this.#storeAheadMs = watchStoreClock(client, now);
    const sinceMs = (): number => options.sinceMs + this.#storeAheadMs() - SINCE_TOLERANCE_MS;
    this.#reader = new BucketReader({ store: this.#store, rows, folder, sinceMs, now, signal });
    this.#startMs = timing.now();
  }

  async run(): Promise<StoredReport> {
    await this.#store.check(this.#options.signal);
    await this.#lookUntilSettled();
    return judgeStored(await this.#facts(), {
      ...this.#options,
      maxFileBytes: this.#options.limits.maxFileBytes,
    });
  }

  async #lookUntilSettled(): Promise<void> {
    const { pollMs = 500, settleMs = 0, deadlineMs, signal } = this.#options;
    let quietSinceMs = this.#timing.now();
    for (;;) {
      const changed = await this.#look();
      const nowMs = this.#timing.now();
      if (changed || !this.#complete) quietSinceMs = nowMs;
      if (this.#complete && nowMs - quietSinceMs >= settleMs) return;
      const leftMs = this.#startMs + deadlineMs - nowMs;
      if (leftMs <= 0) return;
      await this.#timing.sleep(Math.min(pollMs, leftMs), signal);
    }
  }

  async #look(): Promise<boolean> {
    try {
      const changed = await this.#reader.look();
      this.#failure = undefined;
      if (changed || this.#looks === 0) await this.#count();
      this.#looks++;
      return changed;
    } catch (error) {
      this.#options.signal?.throwIfAborted();
      if (this.#looks === 0 && this.#timing.now() - this.#startMs >= this.#options.deadlineMs) throw error;
      this.#failure = error;
      return false;
    }
  }

  /** Ranges are only computed where there are enough rows to be complete. */
  async #count(): Promise<void> {
    const { acknowledged, onLook } = this.#options;
    const stored = await this.#rows.count();
    onLook?.(stored);
    const wanted = countOfRanges(acknowledged);
    this.#complete =
      stored >= wanted && differenceOfRanges(acknowledged, await this.#rows.ids()).length === 0;
  }

  async #facts(): Promise<StoredFacts> {
    const { objects } = this.#reader;
    const facts = objects.map(({ fact }) => fact);
    const { maxApartMs = 1000 } = this.#options.limits;
    const apart = await this.#rows.stragglers(maxApartMs);
    return {
      files: facts.filter((fact): fact is FileFact => !('why' in fact)),
      unusable: facts.filter((fact): fact is UnusableFact => 'why' in fact),
      oldFiles: this.#reader.oldFiles,
      stored: await this.#rows.ids(),
      duplicated: await this.#rows.duplicated(),
      suspicious: await this.#rows.suspicious(),
      late: unionOfRanges(apart, await this.#visibleLate(objects)),
      endToEndDelay: await this.#endToEndDelay(objects),
      arrivalDelay: await this.#arrivalDelay(),
      waitedMs: this.#timing.now() - this.#startMs,
      looks: this.#looks,
      storeFailure: this.#failure instanceof Error ? this.#failure.message : null,
    };
  }

  async #visibleLate(objects: readonly ReadObject[]): Promise<IdRanges> {
    const { maxDelayMs } = this.#options.limits;
    if (maxDelayMs === null) return [];
    let late: IdRanges = [];
    for (const object of objects) {
      late = unionOfRanges(
        late,
        await this.#rows.dueBefore(object.file, this.#visibleAtMs(object) - maxDelayMs),
      );
    }
    return late;
  }

  async #endToEndDelay(objects: readonly ReadObject[]): Promise<StoredReport['endToEndDelay']> {
    const visibleAt = new Map(objects.map((object) => [object.file, this.#visibleAtMs(object)]));
    const delays = new DelayDistribution();
    await this.#rows.eachDueTime((file, dueMs, events) => {
      const visibleAtMs = visibleAt.get(file);
      if (visibleAtMs !== undefined) delays.add(visibleAtMs - dueMs, events);
    });
    return delays.toRecord();
  }

  async #arrivalDelay(): Promise<StoredReport['arrivalDelay']> {
    const delays = new DelayDistribution();
    await this.#rows.eachArrivalDelay((delayMs, events) => delays.add(delayMs, events));
    return delays.toRecord();
  }

  /** By the store's clock, set right, and never later than a listing showed it. */
  #visibleAtMs({ object, firstSeenMs }: ReadObject): number {
    return Math.min(object.lastModifiedMs - this.#storeAheadMs(), firstSeenMs);
  }
}
