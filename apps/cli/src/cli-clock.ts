import { type Clock, createRealClock } from '@benchwright/load-driver';

/** The driver's monotonic clock, and the date for run ids and records. */
export interface CliClock extends Clock {
  /** Milliseconds since 1970, UTC. */
  wallMs(): number;
}

/** This machine's clocks. */
export function createCliClock(): CliClock {
  return { ...createRealClock(), wallMs: Date.now };
}

/** The date as records hold it. */
export function isoTime(clock: CliClock): string {
  return new Date(clock.wallMs()).toISOString();
}
