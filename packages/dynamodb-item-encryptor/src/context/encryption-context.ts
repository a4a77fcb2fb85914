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
  if (entries.length >= limit) throw tooLarge('the encryption context has too many entries');
  let most = 2;
  for (const [key, value] of entries) most += 4 + 3 * (key.length + value.length);
  const bytes = Buffer.allocUnsafe(most);
  let at = bytes.writeUInt16BE(entries.length, 0);
  for (const [key, value] of entries) at = writeText(bytes, writeText(bytes, at, key, key), value, key);
  return bytes.subarray(0, at);
}

function writeText(bytes: Buffer, at: number, text: string, key: string): number {
  const start = at + 2;
  // A call into C++ costs as much as 60 characters do here, and a context has ten texts.
  const written = text.length <= 60 ? writeAscii(bytes, start, text) : undefined;
  const length = written ?? bytes.write(text, start, 'utf8');
  if (length >= limit)
    throw tooLarge(`the encryption context's ${key} has ${length} bytes; ${limit - 1} are possible`);
  bytes[at] = length >>> 8;
  bytes[at + 1] = length;
  return start + length;
}

/** The number of bytes, or undefined for a text beyond ASCII. */
function writeAscii(bytes: Buffer, at: number, text: string): number | undefined {
  const { length } = text;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return undefined;
    bytes[at + i] = code;
  }
  return length;
}

function tooLarge(message: string): ItemEncryptionError {
  return new ItemEncryptionError('ERR_ITEM_TOO_LARGE', message);
}
