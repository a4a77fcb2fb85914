import { initialStates, roundConstants } from './constants.js';
import { moduleBytes, roundConstantsAt } from './module-bytes.js';

/** SHA-384 is SHA-512 from another start, cut to 48 bytes. */
export type Digest = 'sha384' | 'sha512';

/** As much of the global as is used; its types come with the DOM's, which do not belong here. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
};

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  compress(state: number, data: number, count: number): void;
  digest(state: number, to: number): void;
}

const blockLength = 128;
const digestLength = { sha384: 48, sha512: 64 } as const;

// Where things are in the module's memory.
const at = {
  inner: 0,
  outer: 64,
  state: 128,
  unkeyed: 192,
  sha384: 320,
  sha512: 384,
  // The second hash of a MAC is always over one block: a digest and its padding, which stays in place.
  digestSha384: 512,
  digestSha512: 640,
  message: 768,
} as const;
const digestAt = { sha384: at.digestSha384, sha512: at.digestSha512 } as const;
const longestPiece = 32 * 1024;

/**
 * HMAC-SHA-384 and HMAC-SHA-512 (RFC 2104, FIPS 180-4) for the short messages that key derivation consists of: an item takes eight of
 * them, and 16 calls into OpenSSL for that cost three times as much as hashing does. Keys and whatever follows from them stay in one place, outside
 * of the collected heap, and {@link wipe} clears it. Like every SHA-2 it takes the same time for all contents of the same length.
 */
class HmacSha512 {
  readonly #memory: Uint8Array;
  readonly #exports: Exports;
  #used = 0;

  constructor() {
    const instance = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes()));
    this.#exports = instance.exports as Exports;
    this.#memory = new Uint8Array(this.#exports.memory.buffer);
    const words = new BigUint64Array(this.#exports.memory.buffer);
    for (const digest of ['sha384', 'sha512'] as const) words.set(initialStates[digest], at[digest] / 8);
    words.set(roundConstants, roundConstantsAt / 8);
    this.#padDigest('sha384');
    this.#padDigest('sha512');
    this.setKey('sha512', new Uint8Array(0));
    this.#memory.copyWithin(at.unkeyed, at.inner, at.inner + 128);
  }

  /** Takes a key of at most one block (128 bytes) for the calls of {@link mac} that follow. */
  setKey(digest: Digest, key: Uint8Array): void {
    this.#padKey(digest, key, 0x36, at.inner);
    this.#padKey(digest, key, 0x5c, at.outer);
  }

  /** The key of 64 zeros that HKDF takes for a missing salt, with SHA-512: always the same, so it is there already. */
  setNoKey(): void {
    this.#memory.copyWithin(at.inner, at.unkeyed, at.unkeyed + 128);
  }

  /** Writes as many bytes of the MAC as `into` has room for. */
  mac(digest: Digest, message: Uint8Array, into: Uint8Array): void {
    const memory = this.#memory;
    memory.copyWithin(at.state, at.inner, at.inner + 64);
    this.#hash(message);
    const second = digestAt[digest];
    this.#exports.digest(at.state, second);
    if (digest === 'sha384') this.#padDigest('sha384');
    memory.copyWithin(at.state, at.outer, at.outer + 64);
    this.#exports.compress(at.state, second, 1);
    this.#exports.digest(at.state, at.message);
    // A loop: a view would cost more than the bytes do.
    for (let i = 0; i < into.length; i++) into[i] = memory[at.message + i]!;
    if (this.#used < 64) this.#used = 64;
  }

  /** Overwrites the key, and everything that was made of it. */
  wipe(): void {
    this.#memory.fill(0, 0, at.unkeyed);
    this.#memory.fill(0, at.digestSha384, at.digestSha384 + digestLength.sha384);
    this.#memory.fill(0, at.digestSha512, at.digestSha512 + digestLength.sha512);
    this.#memory.fill(0, at.message, at.message + this.#used + 2 * blockLength);
    this.#used = 0;
  }

  /** Writes what follows the digest in the block of the second hash. SHA-384's is overwritten by the end of the state each time. */
  #padDigest(digest: Digest): void {
    const length = digestLength[digest];
    const from = digestAt[digest] + length;
    const end = digestAt[digest] + blockLength;
    const bits = 8 * (blockLength + length);
    this.#memory[from] = 0x80;
    this.#memory.fill(0, from + 1, end - 2);
    this.#memory[end - 2] = bits >>> 8;
    this.#memory[end - 1] = bits;
  }

  #padKey(digest: Digest, key: Uint8Array, pad: number, state: number): void {
    const memory = this.#memory;
    const from = at.message;
    for (let i = 0; i < key.length; i++) memory[from + i] = key[i]! ^ pad;
    memory.fill(pad, from + key.length, from + blockLength);
    memory.copyWithin(state, at[digest], at[digest] + 64);
    this.#exports.compress(state, from, 1);
  }

  #hash(message: Uint8Array): void {
    const { length } = message;
    let from = 0;
    for (; length - from > longestPiece; from += longestPiece) {
      this.#memory.set(message.subarray(from, from + longestPiece), at.message);
      this.#exports.compress(at.state, at.message, longestPiece / blockLength);
      this.#used = longestPiece;
    }
    this.#memory.set(from === 0 ? message : message.subarray(from), at.message);
    this.#finish(length - from, blockLength + length);
  }

  /** Pads the last bytes of a message, which are in place, and hashes them. `total` counts the block of the key. */
  #finish(length: number, total: number): void {
    const memory = this.#memory;
    const end = Math.ceil((length + 17) / blockLength) * blockLength;
    memory[at.message + length] = 0x80;
    memory.fill(0, at.message + length + 1, at.message + end);
    let bits = 8 * total;
    for (let i = at.message + end - 1; bits > 0; i--) {
      memory[i] = bits % 256;
      bits = Math.floor(bits / 256);
    }
    this.#exports.compress(at.state, at.message, end / blockLength);
    if (end > this.#used) this.#used = end;
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
