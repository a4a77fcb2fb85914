import type { Clock, Waker } from '@benchwright/load-driver';

/** Something that has to be woken at times of its own, never earlier than the one before. */
export interface Scheduled {
  /** When next; infinite when there is nothing to do. */
  readonly nextReleaseNs: number;
  /** Does what is due at `nowNs`. Afterwards it may want to be woken again. */
  release(nowNs: number): void;
}

interface Place {
  readonly atNs: number;
  readonly line: Scheduled;
}

/** Wakes many lines in the order of their times over a single waker: a binary heap, O(log n) per wake-up. */
export class ReleaseSchedule {
  readonly #clock: Clock;
  readonly #waker: Waker;
  /** The time is kept beside the line: a line whose connection breaks forgets its own, and the heap must not lose its order. */
  readonly #heap: Place[] = [];
  readonly #waiting = new Set<Scheduled>();

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#waker = clock.createWaker(() => this.#wake());
  }

  /** Has it woken at its `nextReleaseNs`, if that is finite and it does not wait already. */
  add(line: Scheduled): void {
    const atNs = line.nextReleaseNs;
    if (atNs === Number.POSITIVE_INFINITY || this.#waiting.has(line)) return;
    this.#waiting.add(line);
    this.#heap.push({ atNs, line });
    this.#moveUp(this.#heap.length - 1);
    if (this.#heap[0]!.line === line) this.#waker.wakeAt(atNs);
  }

  close(): void {
    this.#waker.cancel();
    this.#heap.length = 0;
    this.#waiting.clear();
  }

  #wake(): void {
    this.#waker.noteWork(1);
    for (let first = this.#heap[0]; first !== undefined; first = this.#heap[0]) {
      const nowNs = this.#clock.nowNs();
      if (first.atNs > nowNs) {
        this.#waker.wakeAt(first.atNs);
        return;
      }
      this.#removeFirst(first);
      first.line.release(nowNs);
      this.add(first.line);
    }
  }

  #removeFirst(first: Place): void {
    this.#waiting.delete(first.line);
    const last = this.#heap.pop();
    if (last === undefined || last === first) return;
    this.#heap[0] = last;
    this.#moveDown();
  }

  #moveUp(start: number): void {
    const heap = this.#heap;
    for (let i = start; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (heap[parent]!.atNs <= heap[i]!.atNs) return;
      [heap[parent], heap[i]] = [heap[i]!, heap[parent]!];
      i = parent;
    }
  }

  #moveDown(): void {
    const heap = this.#heap;
    for (let i = 0; ; ) {
      const left = 2 * i + 1;
      if (left >= heap.length) return;
      const right = left + 1;
      const least = right < heap.length && heap[right]!.atNs < heap[left]!.atNs ? right : left;
      if (heap[i]!.atNs <= heap[least]!.atNs) return;
      [heap[least], heap[i]] = [heap[i]!, heap[least]!];
      i = least;
    }
  }
}
