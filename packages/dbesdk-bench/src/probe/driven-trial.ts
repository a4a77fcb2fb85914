import { createDriver, createRealClock, ignoreEvents, OutcomeTable } from '@benchwright/load-driver';
import type { TrialRecord } from '@benchwright/result-schema';
import type { OperationHooks } from '../operation.js';
import { createItemTransport, OPERATION_TIMEOUT_NS } from '../work/item-transport.js';
import type { ItemWork } from '../work/item-work.js';
import type { ProbeRequest } from './probe-protocol.js';

/** What a probe does around the trial that the load driver runs in its process. */
export interface DrivenTrial {
  readonly hooks: OperationHooks;
  readonly work: ItemWork;
  /** Everything is in place; the first operation comes next. */
  ready?(): Promise<void>;
  /** The warm-up is over; the first operation that counts comes next. */
  warmedUp?(): void;
  extra(): Record<string, number>;
}

/** Runs one trial of a probe's request in this process, one item at a time. */
export async function driveTrial(
  { cell, trial, load, warmup, options }: ProbeRequest,
  signal: AbortSignal,
  { hooks, work, ready, warmedUp, extra }: DrivenTrial,
): Promise<TrialRecord> {
  const clock = createRealClock();
  const outcomes = new OutcomeTable();
  const place = { clock, outcomes, slots: 1, lane: 0, hooks };
  const transport = createItemTransport(work, place, OPERATION_TIMEOUT_NS);
  const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: OPERATION_TIMEOUT_NS });
  try {
    await ready?.();
    const ctx = { signal, events: ignoreEvents, trialSeed: options.seed };
    const warmed = await driver.warmUp({ cell, trial, load, warmup, ctx });
    warmedUp?.();
    const record = await driver.runTrial({ cell, trial, load, warmup: null, ctx, extra });
    return { ...record, warmup: warmed };
  } finally {
    await driver.close();
  }
}
