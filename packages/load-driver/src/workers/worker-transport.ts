import type { Clock } from '../clock/clock.js';
import type { Slice } from '../pace/slice-load.js';
import type { OutcomeTable } from '../transport/outcome-table.js';
import type { Transport } from '../transport/transport.js';

/** What a worker gives to the function that makes its transport. */
export interface WorkerTransportContext {
  readonly clock: Clock;
  readonly outcomes: OutcomeTable;
  /** Which of how many workers this is: connections and the like are divided by it. */
  readonly slice: Slice;
}

/** A transport that may say more of its failures than their class. */
export interface WorkerTransport extends Transport {
  /** What was said at the first failure with this outcome, such as the server's own words. */
  firstErrorOf?(outcome: number): string | undefined;
}

/**
 * What a module must export to have its transport run in workers. `options` has crossed a structured clone: plain data,
 * no functions, no class instances.
 */
export interface WorkerTransportModule {
  createWorkerTransport(
    options: unknown,
    ctx: WorkerTransportContext,
  ): WorkerTransport | Promise<WorkerTransport>;
}
