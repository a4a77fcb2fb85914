import { type Health, type Load, usableCores } from '@benchwright/result-schema';
import type { Clock, Waker } from '../clock/clock.js';
import type { Sleeper } from '../clock/sleeper.js';
import { choosePacer, type PacerName, peakRatePerSec } from '../pace/choose-pacer.js';
import type { Slice } from '../pace/slice-load.js';

export interface ArrivalPacingOptions {
  readonly clock: Clock;
  readonly slice: Slice;
  /** Default: what this process may use. */
  readonly cores?: number;
  /** Overrides the choice. */
  readonly pacer?: PacerName;
}

/**
 * Gives each phase the waker its load calls for. The sleeping thread is started when a load first wants it and lives as
 * long as the driver: every trial after that uses the same one.
 */
export class ArrivalPacing {
  readonly #o: ArrivalPacingOptions;
  #sleeper: Promise<Sleeper> | null = null;
  #inUse: Sleeper | null = null;

  constructor(options: ArrivalPacingOptions) {
    this.#o = options;
  }

  /** To be called before a phase begins, since it may have to start a thread: makes the waker of its arrivals. `share` is this process's part of the rate. */
  async prepare(load: Load, share = 1): Promise<(wake: () => void) => Waker> {
    const { clock } = this.#o;
    this.#inUse = this.#wanted(load, share) === 'sleeper' ? await this.#startedSleeper() : null;
    const sleeper = this.#inUse;
    return (wake) => sleeper?.createWaker(wake) ?? clock.createWaker(wake);
  }

  /** What paced the phase prepared last: a sleeper that has died meanwhile was replaced by spinning. */
  paced(load: Load): Health['pacer'] {
    if (peakRatePerSec(load) === null) return 'unpaced';
    return this.#inUse?.isAlive ? 'sleeper' : 'spin';
  }

  async close(): Promise<void> {
    const sleeper = await this.#sleeper?.catch(() => null);
    await sleeper?.close();
  }

  #wanted(load: Load, share: number): PacerName | null {
    const { clock, pacer, slice } = this.#o;
    const ratePerSec = peakRatePerSec(load);
    if (ratePerSec === null || clock.startSleeper === undefined) return null;
    if (pacer !== undefined) return pacer;
    // Counting cores reads eight files and asks for every CPU's times: a quarter of the time of a simulated run, which needs none of it.
    const { cores = usableCores() } = this.#o;
    return choosePacer({ ratePerSec: ratePerSec * share, generators: slice.of, cores });
  }

  async #startedSleeper(): Promise<Sleeper | null> {
    this.#sleeper ??= this.#o.clock.startSleeper?.() ?? null;
    // Where no thread can be had the load is still offered, by spinning, and the record says so.
    const sleeper = (await this.#sleeper?.catch(() => null)) ?? null;
    if (sleeper?.isAlive) return sleeper;
    this.#sleeper = null;
    return null;
  }
}
