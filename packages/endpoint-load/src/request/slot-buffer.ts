import type { CompiledRequest } from './compile-request.js';
import { drawInt, drawWord } from './draw.js';

export const UUID_LENGTH = 36;
/** 2^53 has 16 digits. */
export const MOST_DIGITS = 16;

/** Each field draws from lanes of its own: a UUID takes four words. */
const LANES_PER_FIELD = 4;
const ZERO = 0x30;
const DASH = 0x2d;
const HEX = Uint8Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
/** Where the digits of each of the 16 bytes of a UUID stand. */
const UUID_BYTES = Uint8Array.of(0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34);
const VERSION_BYTE = 6;
const VARIANT_BYTE = 8;

/** The buffer of one slot, with the request that was last laid out in it. */
export class SlotBuffer {
  readonly #bytes: Buffer;
  /** Views of the buffer's beginning by length: a handful, made once each. */
  readonly #views = new Map<number, Buffer>();
  #request: CompiledRequest | null = null;
  #widths = new Uint8Array(0);
  #offsets = new Uint32Array(0);
  #values = new Float64Array(0);
  #view: Buffer;

  constructor(capacity: number) {
    this.#bytes = Buffer.alloc(capacity);
    this.#view = this.#bytes;
  }

  /** The bytes of request `n`. Valid until the next call. */
  render(request: CompiledRequest, seed: number, n: number): Buffer {
    const changed = this.#request !== request;
    if (changed) this.#take(request);
    if (this.#draw(request, seed, n) || changed) this.#layOut(request);
    const { fields } = request;
    for (let f = 0; f < fields.length; f++) {
      const at = this.#offsets[f]!;
      if (fields[f]!.kind === 'uuid') writeUuid(this.#bytes, at, seed, n, f * LANES_PER_FIELD);
      else writeDigits(this.#bytes, at, this.#widths[f]!, this.#values[f]!);
    }
    return this.#view;
  }

  #take(request: CompiledRequest): void {
    this.#request = request;
    const { length } = request.fields;
    if (length > this.#widths.length) {
      this.#widths = new Uint8Array(length);
      this.#offsets = new Uint32Array(length);
      this.#values = new Float64Array(length);
    }
  }

  /** Draws the values. True when the width of one of them is not what it was. */
  #draw({ fields }: CompiledRequest, seed: number, n: number): boolean {
    let moved = false;
    // From the last to the first: a length stands before the fields that it counts.
    for (let f = fields.length - 1; f >= 0; f--) {
      const field = fields[f]!;
      let width = UUID_LENGTH;
      if (field.kind !== 'uuid') {
        let value = 0;
        if (field.kind === 'int') {
          value = drawInt(seed, n, f * LANES_PER_FIELD, field.least, field.most);
        } else if (field.kind === 'seq') {
          value = field.first + n;
        } else {
          value = field.bytes;
          for (let other = field.from; other < fields.length; other++) value += this.#widths[other]!;
        }
        this.#values[f] = value;
        width = countDigits(value);
      }
      if (this.#widths[f] !== width) moved = true;
      this.#widths[f] = width;
    }
    return moved;
  }

  #layOut({ pieces, fields }: CompiledRequest): void {
    let at = 0;
    for (let p = 0; p < pieces.length; p++) {
      this.#bytes.set(pieces[p]!, at);
      at += pieces[p]!.length;
      if (p < fields.length) {
        this.#offsets[p] = at;
        at += this.#widths[p]!;
      }
    }
    let view = this.#views.get(at);
    if (view === undefined) {
      view = this.#bytes.subarray(0, at);
      this.#views.set(at, view);
    }
    this.#view = view;
  }
}

function countDigits(number: number): number {
  let digits = 1;
  for (let power = 10; power <= number; power *= 10) digits++;
  return digits;
}

function writeDigits(bytes: Buffer, offset: number, digits: number, number: number): void {
  let rest = number;
  for (let at = offset + digits - 1; at >= offset; at--) {
    const tenth = Math.floor(rest / 10);
    bytes[at] = ZERO + (rest - tenth * 10);
    rest = tenth;
  }
}

/** RFC 9562 §5.4: 122 random bits, version 4, variant 10. */
function writeUuid(bytes: Buffer, offset: number, seed: number, n: number, lane: number): void {
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
