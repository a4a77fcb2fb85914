import { ItemEncryptionError } from '../errors.js';
import { readUtf8 } from '../value/text.js';

/** Reads a header from front to back; anything missing throws `ERR_HEADER_FORMAT`. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  get position(): number {
    return this.#at;
  }

  u8(): number {
    return this.bytes(1)[0]!;
  }

  u16(): number {
    return this.bytes(2).readUInt16BE(0);
  }

  /** A view, not a copy. */
  bytes(length: number): Buffer {
    if (length > this.left) throw this.malformed('it is cut short');
    const view = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return view;
  }

  utf8(bytes: Buffer): string {
    const text = readUtf8(bytes, 0, bytes.length);
    if (text === undefined) throw this.malformed('a text in it is not UTF-8');
    return text;
  }

  malformed(problem: string): ItemEncryptionError {
    return new ItemEncryptionError('ERR_HEADER_FORMAT', `aws_dbe_head cannot be read: ${problem}`);
  }
}
