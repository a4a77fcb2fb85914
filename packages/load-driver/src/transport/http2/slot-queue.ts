import { SlotRing } from '../connection/slot-ring.js';

/**
 * Slots of one connection that wait for something, in order, each at most once. A slot that no longer waits is not
 * looked for: whoever takes it out asks whether it still does.
 */
export class SlotQueue {
  readonly #ring: SlotRing;
  readonly #queued: Uint8Array;
  readonly #connections: number;

  /**
   * @param streams slots of the connection
   * @param connections distance from one of its slots to the next
   */
  constructor(streams: number, connections: number) {
    this.#ring = new SlotRing(streams);
    this.#queued = new Uint8Array(streams);
    this.#connections = connections;
  }

  get count(): number {
    return this.#ring.count;
  }

  /** Puts a slot at the end; one that is in the queue already keeps its place. */
  push(slot: number): void {
    const index = this.#indexOf(slot);
    if (this.#queued[index] === 1) return;
    this.#queued[index] = 1;
    this.#ring.push(slot);
  }

  /** The first slot, or -1. */
  head(): number {
    return this.#ring.head();
  }

  /** Takes the first slot out. */
  shift(): void {
    this.#queued[this.#indexOf(this.#ring.head())] = 0;
    this.#ring.shift();
  }

  #indexOf(slot: number): number {
    return Math.floor(slot / this.#connections);
  }
}
