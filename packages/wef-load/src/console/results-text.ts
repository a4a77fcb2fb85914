import { grouped, heading, twoDigits } from './number-text.js';
import { wrapped } from './wrapped.js';

/** What a run came to. Rates in events per second. */
export interface ResultFacts {
  readonly totalSecs: number;
  readonly eventsSent: number;
  readonly eventsAcknowledged: number;
  /** By the collector's own statistics; null where it has none. */
  readonly eventsReceived: number | null;
  readonly okBatches: number;
  readonly failedBatches: number;
  readonly sentPerSec: number;
  /** By the collector's statistics, or else acknowledged. */
  readonly receivedPerSec: number;
  readonly targetPerSec: number | null;
}

/** The results of the original. */
export function resultLines(facts: ResultFacts): string[] {
  const { eventsReceived } = facts;
  return [
    ...heading('PERFORMANCE TEST RESULTS'),
    `Total time: ${twoDigits(facts.totalSecs)} seconds`,
    `Events sent: ${grouped(facts.eventsSent)}`,
    `Events acknowledged: ${grouped(facts.eventsAcknowledged)}`,
    `Events received (by server): ${eventsReceived === null ? 'not known' : grouped(eventsReceived)}`,
    `Successful batches: ${grouped(facts.okBatches)}`,
    `Failed batches: ${grouped(facts.failedBatches)}`,
    '',
    `Overall ingestion rate: ${twoDigits(facts.sentPerSec)} events/second`,
    `Server processing rate: ${twoDigits(facts.receivedPerSec)} events/second`,
  ];
}

/** How a test ended. `invalid`: it says nothing about the collector. */
export type Ending = 'passed' | 'failed' | 'invalid' | 'interrupted';

const ENDINGS: Readonly<Record<Ending, string>> = {
  passed: '✓ Performance test completed successfully',
  failed: '✗ Performance test failed',
  invalid: '✗ Performance test invalid: it says nothing about the collector',
  interrupted: '✗ Performance test interrupted: not all of it was measured',
};

/** The last lines: passed, or each reason why not; none longer than a terminal is wide. */
export function closingLines(facts: ResultFacts, ending: Ending, failures: readonly string[]): string[] {
  const { totalSecs, eventsSent, receivedPerSec, targetPerSec } = facts;
  const rate =
    targetPerSec === null
      ? []
      : [`  Target rate maintained: ${((receivedPerSec / targetPerSec) * 100).toFixed(1)}%`];
  return [
    ENDINGS[ending],
    ...failures.flatMap((reason) => wrapped(reason, '  - ', '    ')),
    `  Duration: ${twoDigits(totalSecs)} seconds`,
    `  Events sent: ${grouped(eventsSent)}`,
    ...rate,
  ];
}
