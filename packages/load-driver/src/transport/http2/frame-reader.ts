import { DATA, END_STREAM, FRAME_HEADER_BYTES, FRAME_PAYLOAD_BYTES, PADDED, readUint31 } from './protocol.js';

/** Hears the frames of a connection. What it is given is valid only during the call. */
export interface FrameHandler {
  /** A complete frame of any type but DATA; its payload is `bytes[from, to)`. */
  frame(type: number, flags: number, id: number, bytes: Uint8Array, from: number, to: number): void;
  /**
   * A DATA frame or a piece of one. `bytes[from, to)` is content, without padding.
   *
   * @param flowBytes what it takes from the windows: content and padding
   * @param wireBytes the same, and the frame's header with its first piece
   * @param end whether the stream ends with it
   */
  data(
    id: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    flowBytes: number,
    wireBytes: number,
    end: boolean,
  ): void;
  /** A frame larger than was allowed. Nothing is read after it. */
  oversized(length: number): void;
  /** A DATA frame that is all padding and more. Nothing is read after it. */
  overpadded(): void;
}

const MOST_CARRIED = FRAME_HEADER_BYTES + FRAME_PAYLOAD_BYTES;
const FIRST_CARRY_BYTES = 512;
const NO_BYTES: Uint8Array = new Uint8Array(0);

/**
 * Finds the frames in what is read from a connection, however it is cut up. DATA is handed on as it comes; of any other
 * frame that is not complete in one read, the beginning is carried over to the next, which is 16 KB at the most.
 */
export class FrameReader {
  readonly #handler: FrameHandler;
  #stopped = false;
  #carry = NO_BYTES;
  #carried = 0;
  /** What is still to come of a DATA frame. */
  #dataLeft = 0;
  #dataId = 0;
  #dataEnds = false;

  constructor(handler: FrameHandler) {
    this.#handler = handler;
  }

  /** Has nothing more handed over, not even of what has been read already. */
  stop(): void {
    this.#stopped = true;
  }

  /** Takes `bytes[0, length)`, the next that the connection brought. O(length). */
  read(bytes: Uint8Array, length: number): void {
    let at = 0;
    while (at < length && !this.#stopped && (this.#dataLeft > 0 || this.#carried > 0)) {
      at = this.#dataLeft > 0 ? this.#goOnWithData(bytes, at, length) : this.#complete(bytes, at, length);
    }
    while (length - at >= FRAME_HEADER_BYTES && !this.#stopped) {
      const payload = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
      const to = at + FRAME_HEADER_BYTES + payload;
      if (to > length) {
        if (payload > FRAME_PAYLOAD_BYTES) this.#oversized(payload);
        else if (bytes[at + 3] !== DATA || (bytes[at + 4]! & PADDED) !== 0) break;
        else this.#beginData(bytes, at, length, payload);
        return;
      }
      this.#whole(bytes, at, to);
      at = to;
    }
    if (at < length && !this.#stopped) this.#append(bytes, at, length);
  }

  /** The frame `bytes[at, to)`. */
  #whole(bytes: Uint8Array, at: number, to: number): void {
    const type = bytes[at + 3]!;
    const flags = bytes[at + 4]!;
    const id = readUint31(bytes, at + 5);
    const from = at + FRAME_HEADER_BYTES;
    if (to - from > FRAME_PAYLOAD_BYTES) this.#oversized(to - from);
    else if (type !== DATA) this.#handler.frame(type, flags, id, bytes, from, to);
    else if ((flags & PADDED) !== 0) this.#padded(bytes, at, to, id, (flags & END_STREAM) !== 0);
    else this.#handler.data(id, bytes, from, to, to - from, to - at, (flags & END_STREAM) !== 0);
  }

  #padded(bytes: Uint8Array, at: number, to: number, id: number, end: boolean): void {
    const from = at + FRAME_HEADER_BYTES;
    const padding = bytes[from]!;
    if (from === to || from + 1 + padding > to) {
      this.#stopped = true;
      this.#handler.overpadded();
      return;
    }
    this.#handler.data(id, bytes, from + 1, to - padding, to - from, to - at, end);
  }

  /** A DATA frame at `at` of which the end has not been read yet. */
  #beginData(bytes: Uint8Array, at: number, length: number, payload: number): void {
    const from = at + FRAME_HEADER_BYTES;
    this.#expectData(bytes, at, payload - (length - from));
    this.#handler.data(this.#dataId, bytes, from, length, length - from, length - at, false);
  }

  #expectData(bytes: Uint8Array, at: number, left: number): void {
    this.#dataId = readUint31(bytes, at + 5);
    this.#dataEnds = (bytes[at + 4]! & END_STREAM) !== 0;
    this.#dataLeft = left;
  }

  #goOnWithData(bytes: Uint8Array, at: number, length: number): number {
    const to = Math.min(length, at + this.#dataLeft);
    this.#dataLeft -= to - at;
    const end = this.#dataLeft === 0 && this.#dataEnds;
    this.#handler.data(this.#dataId, bytes, at, to, to - at, to - at, end);
    return to;
  }

  /** Adds to the frame carried over what belongs to it. Returns where the rest begins. */
  #complete(bytes: Uint8Array, at: number, length: number): number {
    const carry = this.#carry;
    if (this.#carried < FRAME_HEADER_BYTES) {
      const to = Math.min(length, at + FRAME_HEADER_BYTES - this.#carried);
      this.#append(bytes, at, to);
      if (this.#carried === FRAME_HEADER_BYTES) this.#lookAtHeader();
      return to;
    }
    const payload = (carry[0]! << 16) | (carry[1]! << 8) | carry[2]!;
    const end = FRAME_HEADER_BYTES + payload;
    const to = Math.min(length, at + end - this.#carried);
    this.#append(bytes, at, to);
    if (this.#carried === end) this.#takeCarried();
    return to;
  }

  #lookAtHeader(): void {
    const carry = this.#carry;
    const payload = (carry[0]! << 16) | (carry[1]! << 8) | carry[2]!;
    if (payload > FRAME_PAYLOAD_BYTES) this.#oversized(payload);
    else if (payload === 0) this.#takeCarried();
    else if (carry[3] === DATA && (carry[4]! & PADDED) === 0) {
      this.#carried = 0;
      this.#expectData(carry, 0, payload);
      this.#handler.data(this.#dataId, carry, 0, 0, 0, FRAME_HEADER_BYTES, false);
    }
  }

  #takeCarried(): void {
    const end = this.#carried;
    this.#carried = 0;
    this.#whole(this.#carry, 0, end);
  }

  #append(bytes: Uint8Array, from: number, to: number): void {
    const needed = this.#carried + to - from;
    if (this.#carry.length < needed) {
      const grown = new Uint8Array(
        Math.min(MOST_CARRIED, Math.max(FIRST_CARRY_BYTES, 2 ** Math.ceil(Math.log2(needed)))),
      );
      grown.set(this.#carry.subarray(0, this.#carried));
      this.#carry = grown;
    }
    for (let i = from; i < to; i++) this.#carry[this.#carried++] = bytes[i]!;
  }

  #oversized(payload: number): void {
    this.#stopped = true;
    this.#handler.oversized(payload);
  }
}
