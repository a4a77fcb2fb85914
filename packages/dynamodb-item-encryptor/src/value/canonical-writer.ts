import { ItemEncryptionError } from '../errors.js';
import { asBuffer, isWellFormed } from './text.js';

/** Binaries and texts from this size on are not copied into the writer but kept by reference, at the place they belong. */
export const longFrom = 16 * 1024;

/** A text is handed on in slices of this many UTF-16 code units: at most three times as many bytes. */
const textSliceLength = 16 * 1024;

/** A long binary or text, and where in the stream of short bytes it belongs. */
interface LongPiece {
  readonly at: number;
  readonly data: Buffer | string;
}

/** A stretch of what a writer holds: one attribute value. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly firstLong: number;
  readonly endLong: number;
  /** All of its bytes, long pieces included. */
  readonly byteLength: number;
}

/**
 * Collects canonical bytes in one growing buffer. Long binaries and texts stay where they are, so that a 10 MB attribute costs no
 * copy here; lengths that are known only afterwards are filled in afterwards, so that nothing is measured in a pass of its own.
 */
export class CanonicalWriter {
  #bytes: Buffer;
  /** The same bytes: views and fills of plain arrays cost half of what a Buffer's do. */
  #array: Uint8Array;
  #length = 0;
  #longLength = 0;
  #longs: LongPiece[] = [];

  constructor(initialBytes = 4096) {
    this.#bytes = Buffer.allocUnsafeSlow(initialBytes);
    this.#array = new Uint8Array(this.#bytes.buffer);
  }

  /** Everything written so far, long pieces included. */
  get byteLength(): number {
    return this.#length + this.#longLength;
  }

  /** The bytes there is room for without growing. */
  get capacity(): number {
    return this.#array.length;
  }

  /** Forgets everything, and wipes it: what was written is plaintext. */
  reset(): void {
    this.#array.fill(0, 0, this.#length);
    this.#length = 0;
    this.#longLength = 0;
    if (this.#longs.length > 0) this.#longs = [];
  }

  u8(value: number): void {
    const at = this.#reserve(1);
    this.#bytes[at] = value;
  }

  u16(value: number): void {
    const at = this.#reserve(2);
    this.#bytes[at] = value >>> 8;
    this.#bytes[at + 1] = value;
  }

  u32(value: number): void {
    this.#putU32(this.#reserve(4), value);
  }

  /** Leaves room for a u32 length; {@link endLength} fills it with the bytes written since. */
  beginLength(): number {
    return this.#reserve(4);
  }

  /** `since` is the {@link byteLength} right after {@link beginLength}. */
  endLength(at: number, since: number): void {
    const length = this.byteLength - since;
    if (length > 0xffff_ffff) {
      throw new ItemEncryptionError('ERR_ITEM_TOO_LARGE', 'a value has more than 2³² − 1 bytes');
    }
    this.#putU32(at, length);
  }

  /** Fills in a type that is known only once its value is written. */
  patchType(at: number, typeId: number): void {
    this.#bytes[at] = typeId >>> 8;
    this.#bytes[at + 1] = typeId;
  }

  bytes(data: Uint8Array): void {
    if (data.length >= longFrom) {
      this.#long(asBuffer(data), data.length);
    } else {
      // First the room: growing replaces the buffer.
      const at = this.#reserve(data.length);
      this.#bytes.set(data, at);
    }
  }

  /** UTF-8. Throws `ERR_VALUE_STRING` for a lone surrogate, before anything is written in its place. */
  text(text: string): void {
    const { length } = text;
    if (length < 24 && this.#shortAscii(text, length)) return;
    if (!isWellFormed(text)) {
      throw new ItemEncryptionError(
        'ERR_VALUE_STRING',
        'a string has a lone surrogate, which UTF-8 cannot express',
      );
    }
    if (length >= longFrom) {
      this.#long(text, Buffer.byteLength(text));
    } else {
      this.#ensure(length * 3);
      this.#length += this.#bytes.write(text, this.#length, 'utf8');
    }
  }

  /** Digits, points and signs of a normalised number. */
  ascii(text: string): void {
    this.#ensure(text.length);
    this.#length += this.#bytes.write(text, this.#length, 'latin1');
  }

  /** The place where the next value begins. */
  mark(): Stretch {
    return {
      start: this.#length,
      end: this.#length,
      firstLong: this.#longs.length,
      endLong: this.#longs.length,
      byteLength: this.byteLength,
    };
  }

  /** What was written since `mark`. */
  since(mark: Stretch): Stretch {
    return {
      start: mark.start,
      end: this.#length,
      firstLong: mark.firstLong,
      endLong: this.#longs.length,
      byteLength: this.byteLength - mark.byteLength,
    };
  }

  /** A stretch without long pieces, as a view that is valid until the next write. */
  short({ start, end }: Stretch): Uint8Array {
    return this.#array.subarray(start, end);
  }

  /** Hands the bytes of a stretch on in order. Views are valid until the next write; nothing is joined. */
  forEach(stretch: Stretch, take: (bytes: Buffer) => void): void {
    let from = stretch.start;
    for (let i = stretch.firstLong; i < stretch.endLong; i++) {
      const { at, data } = this.#longs[i]!;
      if (at > from) take(this.#bytes.subarray(from, at));
      if (typeof data === 'string') forEachTextSlice(data, take);
      else take(data);
      from = at;
    }
    if (stretch.end > from) take(this.#bytes.subarray(from, stretch.end));
  }

  /** A stretch as one buffer: a view where it can be, a copy where it holds long pieces. */
  toBuffer(stretch: Stretch): Buffer {
    if (stretch.firstLong === stretch.endLong) return this.#bytes.subarray(stretch.start, stretch.end);
    const pieces: Buffer[] = [];
    this.forEach(stretch, (bytes) => pieces.push(Buffer.from(bytes)));
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, stretch.byteLength);
  }

  /** Short ASCII texts are nearly all there are, and a call into C++ costs more than they do. */
  #shortAscii(text: string, length: number): boolean {
    this.#ensure(length);
    const bytes = this.#array;
    const from = this.#length;
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(i);
      if (code > 0x7f) return false;
      bytes[from + i] = code;
    }
    this.#length = from + length;
    return true;
  }

  #long(data: Buffer | string, byteLength: number): void {
    this.#longs.push({ at: this.#length, data });
    this.#longLength += byteLength;
  }

  #reserve(count: number): number {
    this.#ensure(count);
    const at = this.#length;
    this.#length = at + count;
    return at;
  }

  #ensure(count: number): void {
    const wanted = this.#length + count;
    if (wanted <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(wanted, 2 * this.#bytes.length));
    this.#bytes.copy(grown, 0, 0, this.#length);
    this.#bytes.fill(0, 0, this.#length);
    this.#bytes = grown;
    this.#array = new Uint8Array(grown.buffer);
  }

  #putU32(at: number, value: number): void {
    const bytes = this.#bytes;
    bytes[at] = value >>> 24;
    bytes[at + 1] = value >>> 16;
    bytes[at + 2] = value >>> 8;
    bytes[at + 3] = value;
  }
}

/** Encodes a long text slice by slice in the same place, never cutting a surrogate pair in two. */
function forEachTextSlice(text: string, take: (bytes: Buffer) => void): void {
  const place = Buffer.allocUnsafeSlow(3 * textSliceLength);
  for (let from = 0; from < text.length; ) {
    let to = Math.min(from + textSliceLength, text.length);
    const last = text.charCodeAt(to - 1);
    if (to < text.length && last >= 0xd800 && last <= 0xdbff) to--;
    take(place.subarray(0, place.write(text.slice(from, to), 'utf8')));
    from = to;
  }
  place.fill(0);
}
