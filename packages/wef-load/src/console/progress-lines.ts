import { grouped } from './number-text.js';

/** One look at a run under way. */
export interface ProgressSample {
  /** Acknowledged so far. */
  readonly events: number;
  readonly elapsedNs: number;
  /** Null where it is not known. */
  readonly remainingNs: number | null;
}

/** As many events are between two lines, as in the original. */
const EVENTS_PER_LINE = 100_000;

/**
 * The original's progress: a line for each 100,000 events. Looks come a few times a second, so a fast run passes several marks between two of
 * them; then the last one gets the line.
 */
export class ProgressLines {
  #marks = 0;

  /** The line that a look is worth; null for none. */
  lineAt({ events, elapsedNs, remainingNs }: ProgressSample): string | null {
    const marks = Math.floor(events / EVENTS_PER_LINE);
    // A trial after the first counts from 0 again.
    const isNew = marks > this.#marks;
    this.#marks = marks;
    if (!isNew) return null;
    const rate = elapsedNs > 0 ? (events * 1e9) / elapsedNs : 0;
    const left = remainingNs === null ? '' : ` - Remaining: ${Math.max(0, Math.round(remainingNs / 1e9))}s`;
    return `  Progress: ${grouped(marks * EVENTS_PER_LINE)} events sent - Current rate: ${rate.toFixed(1)} events/sec${left}`;
  }
}
