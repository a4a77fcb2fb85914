import type { Clock, Waker } from './clock.js';

interface Alarm {
  atNs: number;
  readonly order: number;
  readonly wake: () => void;
}

/**
 * Time that moves only when told to: wakes everything due, in order of due time, ties in the order of asking. Lets a
 * test assert "1000 per second for 5 s" exactly and at once.
 */
export class VirtualClock implements Clock {
  readonly virtual = true;
  #nowNs = 0;
  #order = 0;
  readonly #alarms = new Set<Alarm>();

  nowNs(): number {
    return this.#nowNs;
  }

  createWaker(wake: () => void): Waker {
    let alarm: Alarm | undefined;
    const cancel = (): void => {
      if (alarm) this.#alarms.delete(alarm);
      alarm = undefined;
    };
    return {
      cancel,
      noteWork: () => {},
      idleSpinNs: 0,
      wakeAt: (atNs) => {
        cancel();
        const pending: Alarm = {
          atNs,
          order: this.#order++,
          wake: () => {
            alarm = undefined;
            wake();
          },
        };
        alarm = pending;
        if (atNs < Number.POSITIVE_INFINITY) this.#alarms.add(pending);
      },
    };
  }

  /** Moves to the next alarm and runs it; false when nothing waits or nothing is due by `untilNs`. */
  step(untilNs = Number.POSITIVE_INFINITY): boolean {
    let next: Alarm | undefined;
    for (const alarm of this.#alarms) {
      if (!next || alarm.atNs < next.atNs || (alarm.atNs === next.atNs && alarm.order < next.order))
        next = alarm;
    }
    if (!next || next.atNs > untilNs) return false;
    this.#alarms.delete(next);
    this.#nowNs = Math.max(this.#nowNs, next.atNs);
    next.wake();
    return true;
  }

  /** Runs alarms, letting promises settle between them, until `done` or until nothing is left to wait for. */
  async runUntil<T>(done: Promise<T>, giveUpNs = this.#nowNs + 24 * 3600e9): Promise<T> {
    let settled = false;
    const watched = done.finally(() => {
      settled = true;
    });
    watched.catch(() => {});
    for (let idle = 0; !settled && idle < 50; ) {
      if (this.#nowNs > giveUpNs)
        throw new Error(`the work was not done after ${giveUpNs / 1e9} s of virtual time`);
      idle = this.step() ? 0 : idle + 1;
      await Promise.resolve();
      if (idle > 0) await new Promise((resolve) => setImmediate(resolve));
    }
    if (!settled) throw new Error('virtual time has run out of alarms before the work was done');
    return watched;
  }

  /** Moves to `atNs`, running all that is due on the way. */
  advanceTo(atNs: number): void {
    while (this.step(atNs));
    this.#nowNs = Math.max(this.#nowNs, atNs);
  }
}
