import { instantiate } from '../wasm-instance.js';
import { ahead, at } from './memory-layout.js';
import { moduleBytes } from './module-bytes.js';

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  stream(data: number, groups: number, isGcm: number): void;
  ghash(data: number, blocks: number): void;
}

const keyLength = 32;
const ivLength = 12;
const tagLength = 16;
const groupLength = 64;
/** Up to this length a loop copies bytes sooner than a call of `set` does. */
const loopUpTo = 64;

/**
 * AES-256-GCM (SP 800-38D) for texts of some hundred bytes, such as keys and most attributes are. A cipher of OpenSSL is an object to be made and
 * five calls into C++: 5 µs, of which encrypting 100 bytes is a tenth; here they take 2 µs. No table is larger than a register, and no
 * branch or address depends on a key or a text. They stay in one place, outside of the collected heap, and {@link wipe} clears it.
 */
class ShortGcm {
  readonly #memory: Uint8Array;
  /** The same memory. */
  readonly #words: Uint32Array;
  readonly #exports: Exports;
  #used = 0;

  constructor() {
    this.#exports = instantiate<Exports>(moduleBytes());
    this.#memory = new Uint8Array(this.#exports.memory.buffer);
    this.#words = new Uint32Array(this.#exports.memory.buffer);
  }

  /** Takes the 32 bytes at `keyAt` and the 12 at `ivAt` for the one call that follows. */
  setKey(keys: Uint8Array, keyAt: number, ivs: Uint8Array, ivAt: number): void {
    // A key that is too short would be filled up with zeros, and encrypt all the same.
    if (keys.length < keyAt + keyLength || ivs.length < ivAt + ivLength)
      throw new RangeError('AES-256-GCM needs a key of 32 bytes and an IV of 12');
    const memory = this.#memory;
    for (let i = 0; i < keyLength; i++) memory[at.key + i] = keys[keyAt + i]!;
    for (let i = 0; i < ivLength; i++) memory[at.counter + i] = ivs[ivAt + i]!;
  }

  /** Writes ciphertext ‖ tag. Text and additional data have at most `longest` bytes (memory-layout.ts), here and below. */
  seal(aad: Uint8Array, text: Uint8Array, into: Uint8Array, intoAt: number): void {
    const { length } = text;
    this.#begin(aad);
    this.#put(text, at.text);
    this.#stream(ahead + length, 1);
    this.#authenticate(at.text, aad.length, length);
    this.#take(at.text, length, into, intoAt);
    const memory = this.#memory;
    const end = intoAt + length;
    for (let i = 0; i < tagLength; i++) into[end + i] = memory[at.sum + i]! ^ memory[at.stream + 16 + i]!;
  }

  /** Writes the text of ciphertext ‖ tag, or nothing and returns false if the tag does not fit. Compares in constant time. */
  open(aad: Uint8Array, sealed: Uint8Array, into: Uint8Array): boolean {
    const length = sealed.length - tagLength;
    const memory = this.#memory;
    this.#begin(aad);
    this.#put(sealed, at.text);
    memory.copyWithin(at.sealed, at.text, at.text + length);
    this.#stream(ahead + length, 1);
    this.#authenticate(at.sealed, aad.length, length);
    let difference = 0;
    for (let i = 0; i < tagLength; i++)
      difference |= memory[at.sum + i]! ^ memory[at.stream + 16 + i]! ^ sealed[length + i]!;
    if (difference !== 0) return false;
    this.#take(at.text, length, into, 0);
    return true;
  }

  /** Fills `into` with the key stream of the counter mode, from count 0 on. */
  keyStream(into: Uint8Array): void {
    const { length } = into;
    if (length === 0) return;
    this.#memory.fill(0, at.stream, at.stream + length);
    this.#stream(length, 0);
    this.#take(at.stream, length, into, 0);
  }

  /** Overwrites key and text, and everything that was made of them. */
  wipe(): void {
    this.#memory.fill(0, 0, at.stream + this.#used);
    this.#used = 0;
  }

  /** Adds the key stream to what is there from the first block on. */
  #stream(length: number, isGcm: 0 | 1): void {
    const groups = Math.ceil(length / groupLength);
    this.#exports.stream(at.stream, groups, isGcm);
    if (groups * groupLength > this.#used) this.#used = groups * groupLength;
  }

  #begin(aad: Uint8Array): void {
    const words = this.#words;
    for (let i = at.sum / 4; i < at.text / 4; i++) words[i] = 0;
    if (aad.length === 0) return;
    this.#put(aad, at.aad);
    this.#padZeros(at.aad, aad.length);
  }

  /** GHASH over the additional data, the ciphertext, and both their lengths, into the sum. */
  #authenticate(ciphertextAt: number, aadLength: number, length: number): void {
    const end = this.#padZeros(ciphertextAt, length);
    this.#putBits(end, aadLength);
    this.#putBits(end + 8, length);
    if (aadLength > 0) this.#exports.ghash(at.aad, Math.ceil(aadLength / 16));
    this.#exports.ghash(ciphertextAt, (end - ciphertextAt) / 16 + 1);
  }

  /** Zeros up to the end of the block, which is returned. */
  #padZeros(from: number, length: number): number {
    const end = from + Math.ceil(length / 16) * 16;
    for (let i = from + length; i < end; i++) this.#memory[i] = 0;
    return end;
  }

  /** A length in bits, as 64 of them. Those of what fits in here have 18. */
  #putBits(position: number, byteLength: number): void {
    const memory = this.#memory;
    const bits = 8 * byteLength;
    this.#words[position / 4] = 0;
    memory[position + 4] = 0;
    memory[position + 5] = bits >>> 16;
    memory[position + 6] = bits >>> 8;
    memory[position + 7] = bits;
  }

  #put(bytes: Uint8Array, to: number): void {
    const { length } = bytes;
    const memory = this.#memory;
    if (length <= loopUpTo) for (let i = 0; i < length; i++) memory[to + i] = bytes[i]!;
    else memory.set(bytes, to);
  }

  #take(from: number, length: number, into: Uint8Array, intoAt: number): void {
    const memory = this.#memory;
    if (length <= 2 * loopUpTo) for (let i = 0; i < length; i++) into[intoAt + i] = memory[from + i]!;
    else into.set(memory.subarray(from, from + length), intoAt);
  }
}

let instance: ShortGcm | undefined;

/** The one instance, made when it is first needed. Between `setKey` and `wipe` nothing may run but its own calls. */
export function shortGcm(): ShortGcm {
  instance ??= new ShortGcm();
  return instance;
}
