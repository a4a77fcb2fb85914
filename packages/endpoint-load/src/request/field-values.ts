import { drawInt, drawWord } from './draw.js';
import type { LengthField } from './parse-request.js';
import type { Field } from './template.js';

const UUID_LENGTH = 36;
/** 2^53 has 16 digits. */
const MOST_DIGITS = 16;

/** Each field draws from lanes of its own: a UUID takes four words. */
const LANES_PER_FIELD = 4;
const ZERO = 0x30;
const DASH = 0x2d;
const HEX = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** Where the digits of each of the 16 bytes of a UUID stand. */
const UUID_BYTES = Uint8Array.of(0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34);
const VERSION_BYTE = 6;
const VARIANT_BYTE = 8;

/** The values of the fields of one request, in arrays that are used again for the next. */
export class FieldValues {
  /** How many bytes each takes. */
  widths = new Uint8Array(0);
  #values = new Float64Array(0);
  #fields: readonly (Field | LengthField)[] = [];
  #seed = 0;
  #n = 0;

  /** Draws the values of request `n`. True when the width of one of them is not what it was. */
  draw(fields: readonly (Field | LengthField)[], seed: number, n: number): boolean {
    let moved = fields !== this.#fields;
    this.#fields = fields;
    this.#seed = seed;
    this.#n = n;
    if (fields.length > this.widths.length) {
      this.widths = new Uint8Array(fields.length);
      this.#values = new Float64Array(fields.length);
    }
    // From the last to the first: a length stands before the fields that it counts.
    for (let f = fields.length - 1; f >= 0; f--) {
      const width = this.#drawOne(f, fields[f]!);
      if (this.widths[f] !== width) moved = true;
      this.widths[f] = width;
    }
    return moved;
  }

  /** Writes the value of field `f` at an offset, as many bytes as its width. */
  write(f: number, bytes: Uint8Array, offset: number): void {
    if (this.#fields[f]!.kind === 'uuid') {
      writeUuid(bytes, offset, this.#seed, this.#n, f * LANES_PER_FIELD);
    } else {
      writeDigits(bytes, offset, this.widths[f]!, this.#values[f]!);
    }
  }

  #drawOne(f: number, field: Field | LengthField): number {
    if (field.kind === 'uuid') return UUID_LENGTH;
    let value = 0;
    if (field.kind === 'int') {
      value = drawInt(this.#seed, this.#n, f * LANES_PER_FIELD, field.least, field.most);
    } else if (field.kind === 'seq') {
      value = field.first + this.#n;
    } else {
      value = field.bytes;
      for (let other = field.from; other < this.#fields.length; other++) value += this.widths[other]!;
    }
    this.#values[f] = value;
    return countDigits(value);
  }
}

/** The most bytes that the values of these fields can take together. */
export function mostBytes(fields: readonly (Field | LengthField)[]): number {
  return fields.reduce((sum, { kind }) => sum + (kind === 'uuid' ? UUID_LENGTH : MOST_DIGITS), 0);
}

function countDigits(number: number): number {
  let digits = 1;
  for (let power = 10; power <= number; power *= 10) digits++;
  return digits;
}

function writeDigits(bytes: Uint8Array, offset: number, digits: number, number: number): void {
  let rest = number;
  for (let at = offset + digits - 1; at >= offset; at--) {
    const tenth = Math.floor(rest / 10);
    bytes[at] = ZERO + (rest - tenth * 10);
    rest = tenth;
  }
}

/** RFC 9562 §5.4: 122 random bits, version 4, variant 10. */
function writeUuid(bytes: Uint8Array, offset: number, seed: number, n: number, lane: number): void {
  let word = 0;
  for (let byte = 0; byte < UUID_BYTES.length; byte++) {
    word = byte % 4 === 0 ? drawWord(seed, n, lane + byte / 4) : word << 8;
    let value = word >>> 24;
    if (byte === VERSION_BYTE) value = 0x40 | (value & 0x0f);
    if (byte === VARIANT_BYTE) value = 0x80 | (value & 0x3f);
    const at = offset + UUID_BYTES[byte]!;
    bytes[at] = HEX[value >>> 4]!;
    bytes[at + 1] = HEX[value & 0x0f]!;
  }
  bytes[offset + 8] = DASH;
  bytes[offset + 13] = DASH;
  bytes[offset + 18] = DASH;
  bytes[offset + 23] = DASH;
}
