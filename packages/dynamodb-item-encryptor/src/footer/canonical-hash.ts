import { createHash, type Hash, hash } from 'node:crypto';

const bufferLength = 32 * 1024;
/** Up to this length a loop copies sooner than a call of `set` does. */
const loopUpTo = 48;

// One per process, taken while a hash is under way. Hashing runs no code of the caller, so nobody finds it missing but a nested use.
let spare: Uint8Array | undefined = new Uint8Array(bufferLength);

const plaintextMark = Buffer.from('PLAINTEXT', 'latin1');
const encryptedMark = Buffer.from('ENCRYPTED', 'latin1');

/**
 * SHA-384 over header, encryption context and signed attributes: what footer tags and signature vouch for. Short pieces are gathered and
 * hashed at once (a call into OpenSSL costs as much as 300 bytes of hashing); long ones go in as they are, without a copy.
 */
export class CanonicalHash {
  readonly #buffer: Uint8Array;
  #length = 0;
  #used = 0;
  #hash: Hash | undefined;

  constructor(header: Uint8Array, contextBytes: Uint8Array) {
    this.#buffer = spare ?? new Uint8Array(bufferLength);
    spare = undefined;
    this.append(header);
    this.#u64(contextBytes.length);
    this.append(contextBytes);
  }

  /** Announces an attribute that is stored as it is; its bytes are to be appended next. */
  beginPlaintext(path: Buffer, typeId: number, byteLength: number): void {
    this.append(path);
    this.#u64(byteLength);
    this.append(plaintextMark);
    const at = this.#room(2);
    this.#buffer[at] = typeId >>> 8;
    this.#buffer[at + 1] = typeId;
  }

  /** Announces an encrypted attribute of so many bytes (type, ciphertext and tag), which are to be appended next. */
  beginEncrypted(path: Buffer, byteLength: number): void {
    this.append(path);
    // The type is not counted, the tag is: the length is that of the value's plaintext in prose only.
    this.#u64(byteLength - 2);
    this.append(encryptedMark);
  }

  append(bytes: Uint8Array): void {
    const { length } = bytes;
    if (length >= this.#buffer.length - this.#length) this.#flush();
    if (length >= this.#buffer.length) {
      this.#hash!.update(bytes);
    } else if (length <= loopUpTo) {
      const buffer = this.#buffer;
      const at = this.#length;
      for (let i = 0; i < length; i++) buffer[at + i] = bytes[i]!;
      this.#length = at + length;
    } else {
      this.#buffer.set(bytes, this.#length);
      this.#length += length;
    }
  }

  /** The hash; nothing may be appended afterwards. */
  digest(): Buffer {
    const rest = this.#buffer.subarray(0, this.#length);
    const digest =
      this.#hash === undefined ? hash('sha384', rest, 'buffer') : this.#hash.update(rest).digest();
    this.release();
    return digest;
  }

  /** Wipes the buffer, which held plaintext, and gives it back. Also for a hash that is given up. */
  release(): void {
    this.#buffer.fill(0, 0, Math.max(this.#used, this.#length));
    spare = this.#buffer;
  }

  #u64(value: number): void {
    const at = this.#room(8);
    const buffer = this.#buffer;
    const high = Math.floor(value / 2 ** 32);
    for (let i = 0; i < 4; i++) {
      buffer[at + i] = high >>> (24 - 8 * i);
      buffer[at + 4 + i] = value >>> (24 - 8 * i);
    }
  }

  #room(length: number): number {
    if (length > this.#buffer.length - this.#length) this.#flush();
    const at = this.#length;
    this.#length += length;
    return at;
  }

  #flush(): void {
    this.#hash ??= createHash('sha384');
    this.#hash.update(this.#buffer.subarray(0, this.#length));
    this.#used = Math.max(this.#used, this.#length);
    this.#length = 0;
  }
}
