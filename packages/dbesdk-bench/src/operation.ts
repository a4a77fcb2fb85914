import type { Clock, Operation, Outcome } from '@benchwright/load-driver';
import type { ItemWork } from './work/item-work.js';
import { VerificationBudget } from './work/verification-budget.js';
import { WRONG_RESULT } from './wrong-result.js';

/** Moments around an operation that a memory probe hooks into. */
export interface OperationHooks {
  /** The operation begins now. Its time is part of the latency: for cells whose latency nobody reads. */
  before?(): void;
  /** The operation has ended; nothing has been checked or let go of yet. Not timed. */
  after?(): void;
}

/** Work that never waits would keep timers, progress and Ctrl-C from their turn: it pauses this often for one. */
const BREATHE_EVERY_NS = 10e6;

/**
 * One operation of a cell as the load driver runs it. Timed is the work alone: the input was made after the operation
 * before on that slot, the end is read before anything is checked, and the time when the first half was done is reported as
 * the first byte. All slots must be prepared first (`prepareSlots`). One outcome object per slot, reused.
 */
export function createItemOperation(
  work: ItemWork,
  { clock, slots, hooks = {} }: { clock: Clock; slots: number; hooks?: OperationHooks },
): Operation {
  const outcomes = Array.from({ length: slots }, (): Outcome => ({ bodyBytes: work.payloadBytes }));
  const splits = outcomes.map((outcome) => () => {
    outcome.firstByteNs = clock.nowNs();
  });
  const budget = new VerificationBudget();
  let sequence = slots;
  let breathedNs = clock.nowNs();
  return async ({ slot }) => {
    const outcome = outcomes[slot]!;
    outcome.errorClass = undefined;
    outcome.firstByteNs = -1;
    try {
      hooks.before?.();
      await work.run(slot, splits[slot]!);
      const endNs = clock.nowNs();
      hooks.after?.();
      outcome.endNs = endNs;
      if (budget.isDue(endNs)) {
        if (!(await work.verify(slot))) outcome.errorClass = WRONG_RESULT;
        budget.spent(clock.nowNs() - endNs);
      }
      if (endNs - breathedNs > BREATHE_EVERY_NS) {
        await new Promise<void>((resolve) => setImmediate(resolve));
        breathedNs = clock.nowNs();
      }
      return outcome;
    } finally {
      work.prepare(slot, sequence++);
    }
  };
}

/** Makes the input of every slot's first operation. */
export function prepareSlots(work: ItemWork, slots: number): void {
  for (let slot = 0; slot < slots; slot++) work.prepare(slot, slot);
}
