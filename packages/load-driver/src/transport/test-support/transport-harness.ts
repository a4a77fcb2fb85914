import { VirtualClock } from '../../clock/virtual-clock.js';
import type { ConnectionCounters } from '../connection/connection-counters.js';
import type { RawTransport } from '../connection/socket-transport.js';
import { OutcomeTable } from '../outcome-table.js';
import { afterThisTest } from './after-this-test.js';
import { RecordingSink } from './recording-sink.js';

/** A transport under test, with time that stands still until the test moves it. */
export interface TransportHarness<Tested> {
  readonly transport: Tested;
  readonly sink: RecordingSink;
  readonly clock: VirtualClock;
  readonly outcomes: OutcomeTable;
  /** Sends on slots 0 to `count` − 1 and resolves when that many more have completed. */
  sendAll(count?: number): Promise<void>;
  /** Sends and completes `total` requests, the next on each slot from inside the completion of the one before. */
  sendInLoop(total: number): Promise<void>;
  /** The error classes of everything completed so far, in order; `ok` for a success. */
  results(): string[];
  /** What the first failure of this class said. */
  said(errorClass: string): string | undefined;
}

/** What the tests of every protocol have in common: one shared connection, 1 s allowed. */
export function commonOptions() {
  return {
    connections: 1,
    connectionPolicy: 'shared' as const,
    timeoutNs: 1e9,
    connectTimeoutNs: 1e9,
    outcomes: new OutcomeTable(),
    clock: new VirtualClock(),
  };
}

/** Puts a transport that was made with these outcomes and this clock under test; it is closed afterwards. */
export function harnessAround<Tested extends RawTransport<ConnectionCounters>>(
  transport: Tested,
  { outcomes, clock }: { outcomes: OutcomeTable; clock: VirtualClock },
): TransportHarness<Tested> {
  const sink = new RecordingSink();
  afterThisTest(() => transport.close());
  let sequence = 0;
  return {
    transport,
    sink,
    clock,
    outcomes,
    sendAll: async (count = 1) => {
      const before = sink.completions.length;
      for (let slot = 0; slot < count; slot++) transport.send(slot, sequence++);
      await sink.completed(before + count);
    },
    sendInLoop: async (total) => {
      const before = sink.completions.length;
      let sent = 0;
      const send = (slot: number) => {
        sent++;
        transport.send(slot, sequence++);
      };
      sink.onComplete = ({ slot }) => {
        if (sent < total) send(slot);
      };
      for (let slot = 0; slot < Math.min(total, transport.slots); slot++) send(slot);
      await sink.completed(before + total);
      sink.onComplete = () => {};
    },
    results: () => sink.completions.map(({ outcome }) => outcomes.nameOf(outcome)),
    said: (errorClass) => transport.firstErrorOf(outcomes.codeOf(errorClass)),
  };
}
