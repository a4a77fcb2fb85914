import { instantiate } from '../wasm-instance.js';
import { initialStates, roundConstants } from './constants.js';
import { moduleBytes, roundConstantsAt, scheduleAt, scheduleLength } from './module-bytes.js';

/** SHA-384 is SHA-512 from another start, cut to 48 bytes. */
export type Digest = 'sha384' | 'sha512';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  compress(from: number, to: number, data: number, count: number): void;
  digest(state: number, to: number): void;
}

const blockLength = 128;
const digestLength = { sha384: 48, sha512: 64 } as const;

// Where things are in the module's memory. What follows from keys and messages comes last, so that one call wipes nearly all of it.
const at = {
  sha384: 0,
  sha512: 64,
  unkeyedInner: 128,
  unkeyedOuter: 192,
  // The second hash of a MAC is always over one block: a digest and its padding, which stays in place.
  digestSha384: 256,
  digestSha512: 384,
  inner: scheduleAt + scheduleLength,
  outer: scheduleAt + scheduleLength + 64,
  state: scheduleAt + scheduleLength + 128,
  message: scheduleAt + scheduleLength + 256,
} as const;
const digestAt = { sha384: at.digestSha384, sha512: at.digestSha512 } as const;
const longestPiece = 32 * 1024;

/** Up to this length a loop copies bytes sooner than a call of `set` does. */
const loopUpTo = 64;

// The bytes of a block of padding, as 32-bit words: the same in either order of bytes.
const innerPad = 0x36363636;
const padsDiffer = 0x6a6a6a6a;

/**
 * HMAC-SHA-384 and HMAC-SHA-512 (RFC 2104, FIPS 180-4) for the short messages that key derivation consists of: an item takes eight of
 * them, and 16 calls into OpenSSL for that cost three times as much as hashing does. Keys and whatever follows from them stay in one place, outside
 * of the collected heap, and {@link wipe} clears it. Like every SHA-2 it takes the same time for all contents of the same length.
 */
class HmacSha512 {
  readonly #memory: Uint8Array;
  /** The same memory. A loop over a few words costs a fifth of a call of `fill` or `copyWithin`, which an item would take 60 of. */
  readonly #words: Uint32Array;
  readonly #exports: Exports;
  #inner: number = at.inner;
  #outer: number = at.outer;
  #used = 0;

  constructor() {
    this.#exports = instantiate<Exports>(moduleBytes());
    this.#memory = new Uint8Array(this.#exports.memory.buffer);
    this.#words = new Uint32Array(this.#exports.memory.buffer);
    const longs = new BigUint64Array(this.#exports.memory.buffer);
    for (const digest of ['sha384', 'sha512'] as const) {
      longs.set(initialStates[digest], at[digest] / 8);
      const bits = 8 * (blockLength + digestLength[digest]);
      const end = digestAt[digest] + blockLength;
      this.#memory[digestAt[digest] + digestLength[digest]] = 0x80;
      this.#memory[end - 2] = bits >>> 8;
      this.#memory[end - 1] = bits;
    }
    longs.set(roundConstants, roundConstantsAt / 8);
    this.setKey('sha512', new Uint8Array(0));
    this.#memory.copyWithin(at.unkeyedInner, at.inner, at.inner + 128);
  }

  /** Takes a key of at most one block (128 bytes) for the calls of {@link mac} that follow. */
  setKey(digest: Digest, key: Uint8Array): void {
    const memory = this.#memory;
    const words = this.#words;
    const block = at.message;
    for (let i = block / 4; i < (block + blockLength) / 4; i++) words[i] = innerPad;
    for (let i = 0; i < key.length; i++) memory[block + i] = key[i]! ^ 0x36;
    this.#exports.compress(at[digest], at.inner, block, 1);
    for (let i = block / 4; i < (block + blockLength) / 4; i++) words[i]! ^= padsDiffer;
    this.#exports.compress(at[digest], at.outer, block, 1);
    this.#inner = at.inner;
    this.#outer = at.outer;
    if (this.#used < blockLength) this.#used = blockLength;
  }

  /** The key of 64 zeros that HKDF takes for a missing salt, with SHA-512: always the same, so it is there already. */
  setNoKey(): void {
    this.#inner = at.unkeyedInner;
    this.#outer = at.unkeyedOuter;
  }

  /** Writes as many bytes of the MAC as `into` has room for. */
  mac(digest: Digest, message: Uint8Array, into: Uint8Array): void {
    const memory = this.#memory;
    const { compress, digest: writeDigest } = this.#exports;
    this.#hash(message);
    const second = digestAt[digest];
    writeDigest(at.state, second);
    if (digest === 'sha384') this.#padSha384();
    compress(this.#outer, at.state, second, 1);
    writeDigest(at.state, at.message);
    // A loop: a view would cost more than the bytes do.
    for (let i = 0; i < into.length; i++) into[i] = memory[at.message + i]!;
  }

  /** Overwrites the key, and everything that was made of it. */
  wipe(): void {
    const words = this.#words;
    for (let i = 0; i < digestLength.sha384 / 4; i++) words[at.digestSha384 / 4 + i] = 0;
    for (let i = 0; i < digestLength.sha512 / 4; i++) words[at.digestSha512 / 4 + i] = 0;
    this.#memory.fill(0, scheduleAt, at.message + this.#used);
    this.#used = 0;
  }

  /** SHA-384's padding begins where the end of the state was just written. */
  #padSha384(): void {
    const from = at.digestSha384 + digestLength.sha384;
    for (let i = 0; i < 4; i++) this.#words[from / 4 + i] = 0;
    this.#memory[from] = 0x80;
  }

  /** The first hash, into the state. */
  #hash(message: Uint8Array): void {
    const { length } = message;
    let state = this.#inner;
    let from = 0;
    for (; length - from > longestPiece; from += longestPiece) {
      this.#memory.set(message.subarray(from, from + longestPiece), at.message);
      this.#exports.compress(state, at.state, at.message, longestPiece / blockLength);
      state = at.state;
      this.#used = longestPiece;
    }
    const end = this.#pad(length - from, blockLength + length);
    const memory = this.#memory;
    if (length <= loopUpTo) for (let i = 0; i < length; i++) memory[at.message + i] = message[i]!;
    else memory.set(from === 0 ? message : message.subarray(from), at.message);
    this.#exports.compress(state, at.state, at.message, end / blockLength);
    if (end > this.#used) this.#used = end;
  }

  /** Writes what follows the last `length` bytes of a message, and returns where it ends. `total` counts the block of the key. */
  #pad(length: number, total: number): number {
    const memory = this.#memory;
    const end = Math.ceil((length + 17) / blockLength) * blockLength;
    for (let i = (at.message + length) >>> 2; i < (at.message + end) / 4; i++) this.#words[i] = 0;
    memory[at.message + length] = 0x80;
    let bits = 8 * total;
    for (let i = at.message + end - 1; bits > 0; i--) {
      memory[i] = bits % 256;
      bits = Math.floor(bits / 256);
    }
    return end;
  }
}

let instance: HmacSha512 | undefined;

/** The one instance, made when it is first needed. Between `setKey` and `wipe` nothing may run but its own calls. */
export function hmacSha512(): HmacSha512 {
  instance ??= new HmacSha512();
  return instance;
}

/** One MAC under one key. Writes as many bytes as `into` has room for. */
export function hmacInto(digest: Digest, key: Uint8Array, message: Uint8Array, into: Uint8Array): void {
  const hmac = hmacSha512();
  hmac.setKey(digest, key);
  hmac.mac(digest, message, into);
  hmac.wipe();
}
