import { slotBytes, slots, type WorkerOrder } from './hash-worker.js';
import type { HashName, StreamHash } from './stream-hash.js';

interface Settle<T> {
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

/** One hash that another thread computes: bytes are copied into shared memory, slot by slot, and wait where all slots are full. */
export class ThreadHash implements StreamHash {
  readonly #slotBytes: number;
  readonly #ring: SharedArrayBuffer;
  readonly #bytes: Uint8Array;
  readonly #free = Array.from({ length: slots }, (_, slot) => slot);
  #filling: number | undefined;
  #filled = 0;
  #told = false;
  #ending = false;
  #waiting: Buffer[] = [];
  #room: Settle<void>[] = [];
  #digest: Settle<string> | undefined;
  #error: Error | undefined;

  constructor(
    private readonly name: HashName,
    private readonly tell: (order: WorkerOrder) => void,
    private readonly done: () => void,
  ) {
    this.#slotBytes = slotBytes[name];
    this.#ring = new SharedArrayBuffer(slots * this.#slotBytes);
    this.#bytes = new Uint8Array(this.#ring);
  }

  update(data: Buffer): undefined | Promise<void> {
    this.#waiting.push(data);
    this.#fill();
    if (this.#waiting.length === 0) return undefined;
    return new Promise((resolve, reject) => {
      if (this.#error !== undefined) reject(this.#error);
      else this.#room.push({ resolve, reject });
    });
  }

  digest(): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#error !== undefined) return reject(this.#error);
      this.#digest = { resolve, reject };
      this.#fill();
    });
  }

  abandon(): void {
    if (this.#error === undefined && this.#told) this.tell({ slot: 0, at: 0, bytes: 0, end: 'abandon' });
    this.fail(new Error('The hash is not wanted any more.'));
  }

  /** The thread has hashed a slot. */
  answered(slot: number, hex: string | undefined): void {
    this.#free.push(slot);
    if (hex === undefined) this.#fill();
    else {
      this.done();
      this.#digest?.resolve(hex);
    }
  }

  /** Nothing will come of it. */
  fail(error: Error): void {
    this.#error = error;
    this.#waiting = [];
    this.done();
    for (const { reject } of this.#room.splice(0)) reject(error);
    this.#digest?.reject(error);
  }

  #fill(): void {
    if (this.#error !== undefined) return;
    while (this.#waiting.length > 0) {
      this.#filling ??= this.#free.pop();
      if (this.#filling === undefined) return;
      this.#copy(this.#filling);
    }
    for (const { resolve } of this.#room.splice(0)) resolve();
    if (this.#digest !== undefined) this.#finish();
  }

  #copy(slot: number): void {
    const data = this.#waiting[0]!;
    const part = data.subarray(0, this.#slotBytes - this.#filled);
    this.#bytes.set(part, slot * this.#slotBytes + this.#filled);
    this.#filled += part.length;
    if (part.length === data.length) this.#waiting.shift();
    else this.#waiting[0] = data.subarray(part.length);
    if (this.#filled === this.#slotBytes) this.#send(slot);
  }

  #finish(): void {
    const slot = this.#filling ?? this.#free.pop();
    // Where every slot is under way, the next answer comes back here.
    if (slot === undefined || this.#ending) return;
    this.#ending = true;
    this.#send(slot, 'digest');
  }

  #send(slot: number, end?: 'digest'): void {
    const order = {
      slot,
      at: slot * this.#slotBytes,
      bytes: this.#filled,
      ...(end === undefined ? {} : { end }),
    };
    this.tell(this.#told ? order : { ...order, ring: this.#ring, name: this.name });
    this.#told = true;
    this.#filling = undefined;
    this.#filled = 0;
  }
}
