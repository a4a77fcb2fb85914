import { setAttribute } from '../attribute/attribute-map.js';
import type { AttributeMap, AttributeValue } from '../attribute/attribute-value.js';
import { OutputSlab } from '../bytes/slab.js';
import { ItemEncryptionError } from '../errors.js';
import { readUtf8 } from './text.js';
import { maxDepth, maxMapKeyBytes, TYPE_ID } from './type-id.js';

/**
 * Up to this size a value stays in one piece, and its binaries are views of it: a view keeps no more alive than that, and shows nothing but parts
 * of the same attribute.
 */
const wholeUpTo = 16 * 1024;

/**
 * Reads the canonical form of a value back. `bytes` must hold nothing else, and must not be changed afterwards: a binary that makes
 * up most of it, or any of a short value, is returned as a view. Throws `ERR_PLAINTEXT_ENCODING` for anything a writer of this format cannot have written.
 */
export function decodeValue(typeId: number, bytes: Buffer): AttributeValue {
  const reader = new ValueReader(bytes);
  const value = reader.value(typeId, bytes.length, 1);
  if (reader.at !== bytes.length) throw malformed('bytes are left over');
  return value;
}

class ValueReader {
  readonly #bytes: Buffer;
  at = 0;
  #copies: OutputSlab | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The value in the next `length` bytes, which are there. */
  value(typeId: number, length: number, depth: number): AttributeValue {
    if (depth > maxDepth) throw malformed(`nested deeper than ${maxDepth}`);
    const end = this.at + length;
    const value = this.#valueUntil(typeId, end, depth);
    if (this.at !== end) throw malformed('a value does not fill its length');
    return value;
  }

  #valueUntil(typeId: number, end: number, depth: number): AttributeValue {
    switch (typeId) {
      case TYPE_ID.S:
        return { S: this.#text(end) };
      case TYPE_ID.N:
        return { N: this.#text(end) };
      case TYPE_ID.B:
        return { B: this.#binary(end) };
      case TYPE_ID.NULL:
        return { NULL: true };
      case TYPE_ID.BOOL:
        return { BOOL: this.#boolean(end) };
      case TYPE_ID.SS:
        return { SS: this.#textSet(end) };
      case TYPE_ID.NS:
        return { NS: this.#textSet(end) };
      case TYPE_ID.BS:
        return { BS: this.#binarySet(end) };
      case TYPE_ID.M:
        return { M: this.#map(end, depth) };
      case TYPE_ID.L:
        return { L: this.#list(end, depth) };
      default:
        throw malformed(`unknown type 0x${typeId.toString(16).padStart(4, '0')}`);
    }
  }

  #text(end: number): string {
    const text = readUtf8(this.#bytes, this.at, end);
    if (text === undefined) throw malformed('a string is not UTF-8');
    this.at = end;
    return text;
  }

  /** A view of most of the buffer wastes little of it; a copy out of a large one does not keep that alive. */
  #binary(end: number): Uint8Array {
    const { buffer, byteOffset, length } = this.#bytes;
    const size = end - this.at;
    const view = new Uint8Array(buffer, byteOffset + this.at, size);
    this.at = end;
    if (2 * size >= length || length <= wholeUpTo) return view;
    // Blocks of this attribute's own: binaries of different attributes, or items, have no memory in common.
    this.#copies ??= new OutputSlab(Math.min(length - this.at + size, wholeUpTo));
    const copy = this.#copies.take(size);
    copy.set(view);
    return copy;
  }

  #boolean(end: number): boolean {
    const byte = this.#bytes[this.at];
    if (end - this.at !== 1 || byte === undefined || byte > 1)
      throw malformed('a boolean is not one byte of 0 or 1');
    this.at = end;
    return byte === 1;
  }

  #textSet(end: number): string[] {
    const entries = this.#entries(end, (to) => this.#text(to));
    if (new Set(entries).size !== entries.length) throw malformed('a set has the same member twice');
    return entries;
  }

  #binarySet(end: number): Uint8Array[] {
    const entries = this.#entries(end, (to) => this.#binary(to));
    const texts = entries.map((entry) =>
      Buffer.from(entry.buffer, entry.byteOffset, entry.length).toString('latin1'),
    );
    if (new Set(texts).size !== entries.length) throw malformed('a set has the same member twice');
    return entries;
  }

  #entries<T>(end: number, read: (to: number) => T): T[] {
    const count = this.#count(end, 4);
    const entries: T[] = [];
    for (let i = 0; i < count; i++) entries.push(read(this.#lengthUntil(end)));
    return entries;
  }

  #list(end: number, depth: number): AttributeValue[] {
    const count = this.#count(end, 6);
    const entries: AttributeValue[] = [];
    for (let i = 0; i < count; i++) entries.push(this.#typed(end, depth));
    return entries;
  }

  #map(end: number, depth: number): AttributeMap {
    const count = this.#count(end, 12);
    const map: AttributeMap = {};
    for (let i = 0; i < count; i++) {
      if (this.#u16(end) !== TYPE_ID.S) throw malformed('a map key is not a string');
      const keyEnd = this.#lengthUntil(end);
      const keyLength = keyEnd - this.at;
      if (keyLength === 0 || keyLength > maxMapKeyBytes) throw malformed(`a map key has ${keyLength} bytes`);
      const key = this.#text(keyEnd);
      if (Object.hasOwn(map, key)) throw malformed('a map has the same key twice');
      setAttribute(map, key, this.#typed(end, depth));
    }
    return map;
  }

  #typed(end: number, depth: number): AttributeValue {
    const typeId = this.#u16(end);
    const valueEnd = this.#lengthUntil(end);
    return this.value(typeId, valueEnd - this.at, depth + 1);
  }

  /** A count of entries. More than the bytes left can hold is refused here, before anything is made of it. */
  #count(end: number, leastBytesEach: number): number {
    const count = this.#u32(end);
    if (count * leastBytesEach > end - this.at) throw malformed('there are fewer entries than announced');
    return count;
  }

  /** Reads a u32 length and returns where what it announces ends. */
  #lengthUntil(end: number): number {
    const length = this.#u32(end);
    if (length > end - this.at) throw malformed('a length points past the end');
    return this.at + length;
  }

  #u16(end: number): number {
    if (end - this.at < 2) throw malformed('it is cut short');
    const value = this.#bytes.readUInt16BE(this.at);
    this.at += 2;
    return value;
  }

  #u32(end: number): number {
    if (end - this.at < 4) throw malformed('it is cut short');
    const value = this.#bytes.readUInt32BE(this.at);
    this.at += 4;
    return value;
  }
}

function malformed(problem: string): ItemEncryptionError {
  return new ItemEncryptionError('ERR_PLAINTEXT_ENCODING', `a decrypted value cannot be read: ${problem}`);
}
