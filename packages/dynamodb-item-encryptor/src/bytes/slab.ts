import { markAsUntransferable } from 'node:worker_threads';

// An array of more than 64 bytes, or one whose buffer is looked at, is an allocation of its own outside of the collected heap, which takes 1
// to 2.5 µs; a view of a block that is there takes 0.1 µs. An item of 100 attributes makes 100 of them.
const blockLength = 16 * 1024;
/** From this size on, what a view keeps alive would matter, and an allocation of its own does not. */
const ownFrom = 2048;

/**
 * Room for small arrays, in blocks that nobody else has: one slab for each item that is encrypted, so that whoever looks at the `.buffer` of an
 * attribute, clones it to another thread or keeps it finds bytes of the same item there, and never of another's. Blocks begin as zeros for the
 * same reason.
 */
export class OutputSlab {
  #block: ArrayBuffer | undefined;
  #nextBlockLength: number;
  #used = 0;
  #total = 0;

  /** `expected` bytes of small arrays are one block of that size, and nothing is left over; more get further ones. */
  constructor(expected: number) {
    this.#nextBlockLength = Math.min(expected, blockLength);
  }

  /** All small arrays together: what to expect of the next item like it. */
  get total(): number {
    return this.#total;
  }

  /** An array to be written in full. */
  take(length: number): Uint8Array<ArrayBuffer> {
    if (length >= ownFrom) return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer, 0, length);
    if (this.#block === undefined || this.#used + length > this.#block.byteLength) {
      this.#block = newBlock(Math.max(length, this.#nextBlockLength));
      this.#nextBlockLength = Math.min(2 * this.#block.byteLength, blockLength);
      this.#used = 0;
    }
    const bytes = new Uint8Array(this.#block, this.#used, length);
    this.#used += length;
    this.#total += length;
    return bytes;
  }
}

function newBlock(length: number): ArrayBuffer {
  const block = new ArrayBuffer(length);
  // Posted to another thread with its buffer, one attribute would take the rest of the item along; so it is copied.
  markAsUntransferable(block);
  return block;
}

let secrets = new ArrayBuffer(0);
let secretsUsed = 0;

/**
 * Room for a key, in a block of keys of any items, none of which is handed to a caller. Off the collected heap, which moves what is on it and
 * leaves copies behind: wiping them leaves nothing. No place in a block is given out twice.
 */
export function privateBytes(length: number): Uint8Array<ArrayBuffer> {
  if (secretsUsed + length > secrets.byteLength) {
    secrets = new ArrayBuffer(Math.max(length, blockLength));
    secretsUsed = 0;
  }
  const bytes = new Uint8Array(secrets, secretsUsed, length);
  secretsUsed += length;
  return bytes;
}
