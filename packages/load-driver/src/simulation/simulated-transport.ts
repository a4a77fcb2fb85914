import type { Clock, Waker } from '../clock/clock.js';
import { OK } from '../transport/outcome-table.js';
import type { CompletionSink, Transport } from '../transport/transport.js';

export interface SimulatedTransportOptions {
  readonly slots: number;
  readonly clock: Clock;
  /** How long the simulated server works on a request, by sequence number and start. */
  readonly serviceNs: (sequence: number, startNs: number) => number;
  /** The outcome of a request; default OK. */
  readonly outcome?: (sequence: number) => number;
  readonly bytesOut?: number;
  readonly bytesIn?: number;
  readonly timeoutNs?: number;
  readonly timeoutOutcome?: number;
}

interface Pending {
  readonly waker: Waker;
  sequence: number;
  sentNs: number;
  busy: boolean;
}

/**
 * A target made of arithmetic, for runs in virtual time: what the driver must report about it is known exactly. Not a
 * stand-in for a real transport anywhere a real one can run.
 */
export function createSimulatedTransport(options: SimulatedTransportOptions): Transport {
  const { slots, clock, serviceNs, outcome, bytesOut = 100, bytesIn = 200 } = options;
  let sink: CompletionSink | null = null;
  const finish = (slot: number, code: number): void => {
    const request = pending[slot]!;
    request.busy = false;
    request.waker.cancel();
    const nowNs = clock.nowNs();
    const answered = code === OK;
    sink?.complete(
      slot,
      code,
      bytesOut,
      answered ? bytesIn : 0,
      answered ? bytesIn : 0,
      request.sentNs,
      answered ? nowNs : -1,
      nowNs,
    );
  };
  const pending: Pending[] = Array.from({ length: slots }, (_, slot) => ({
    waker: clock.createWaker(() => finish(slot, outcome?.(pending[slot]!.sequence) ?? OK)),
    sequence: 0,
    sentNs: 0,
    busy: false,
  }));
  return {
    slots,
    open: async (to) => {
      sink = to;
    },
    send(slot, sequence) {
      const request = pending[slot]!;
      request.sequence = sequence;
      request.sentNs = clock.nowNs();
      request.busy = true;
      request.waker.wakeAt(request.sentNs + serviceNs(sequence, request.sentNs));
    },
    sweep(nowNs) {
      const { timeoutNs = Number.POSITIVE_INFINITY, timeoutOutcome = 1 } = options;
      for (const [slot, request] of pending.entries()) {
        if (request.busy && nowNs - request.sentNs > timeoutNs) finish(slot, timeoutOutcome);
      }
    },
    cancelAll(code) {
      for (const [slot, request] of pending.entries()) if (request.busy) finish(slot, code);
    },
    close: async () => {
      sink = null;
      for (const request of pending) request.waker.cancel();
    },
  };
}
