import { ItemEncryptionError } from '../errors.js';

/** One pair of an encryption context. */
export type ContextEntry = readonly [key: string, value: string];

/** Counts and lengths are u16, and the format keeps the largest one for itself. */
const limit = 65_535;

/**
 * An encryption context in the one order it is ever written in: by the UTF-8 bytes of the keys. Its bytes are the additional data of
 * every wrapped key, and go into the item's hash.
 */
export class EncryptionContext {
  readonly entries: readonly ContextEntry[];
  readonly bytes: Buffer;
  #map: ReadonlyMap<string, string> | undefined;

  /** `entries` must be sorted and free of duplicates: {@link EncryptionContext.of} sees to it. */
  constructor(entries: readonly ContextEntry[]) {
    this.entries = entries;
    this.bytes = serializeContext(entries);
  }

  /** Sorts; throws `ERR_CONTEXT_CONFLICT` for a key with two values. The same pair twice is one. */
  static of(entries: readonly ContextEntry[]): EncryptionContext {
    const sorted = [...entries].sort(([a], [b]) => compareUtf8(a, b));
    const unique = sorted.filter(([key, value], i) => {
      const [previousKey, previousValue] = sorted[i - 1] ?? [];
      if (key !== previousKey) return true;
      if (value !== previousValue) {
        throw new ItemEncryptionError(
          'ERR_CONTEXT_CONFLICT',
          `the encryption context has two values for ${key}: the header contradicts the item or the configuration`,
        );
      }
      return false;
    });
    return new EncryptionContext(unique);
  }

  get(key: string): string | undefined {
    return this.entries.find(([name]) => name === key)?.[1];
  }

  /** Made when somebody asks: nobody does on the way through. */
  toMap(): ReadonlyMap<string, string> {
    this.#map ??= new Map(this.entries);
    return this.#map;
  }
}

/** Orders two texts by their UTF-8 bytes, which differs from JavaScript's order beyond the basic plane. */
export function compareUtf8(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** u16 count ‖ (u16 length ‖ key ‖ u16 length ‖ value)*. There is no total length in front, other than in the Encryption SDK. */
export function serializeContext(entries: readonly ContextEntry[]): Buffer {
  let length = 2;
  for (const [key, value] of entries) length += 4 + lengthOf(key, key) + lengthOf(key, value);
  if (entries.length >= limit) throw tooLarge('the encryption context has too many entries');
  const bytes = Buffer.allocUnsafe(length);
  let at = bytes.writeUInt16BE(entries.length, 0);
  for (const [key, value] of entries) at = writeText(bytes, writeText(bytes, at, key), value);
  return bytes;
}

function lengthOf(key: string, text: string): number {
  const length = Buffer.byteLength(text);
  if (length >= limit)
    throw tooLarge(`the encryption context's ${key} has ${length} bytes; ${limit - 1} are possible`);
  return length;
}

function writeText(bytes: Buffer, at: number, text: string): number {
  const written = bytes.write(text, at + 2, 'utf8');
  bytes.writeUInt16BE(written, at);
  return at + 2 + written;
}

function tooLarge(message: string): ItemEncryptionError {
  return new ItemEncryptionError('ERR_ITEM_TOO_LARGE', message);
}
