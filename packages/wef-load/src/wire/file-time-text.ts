import { TIME_LENGTH } from './compiled-event.js';

const ZERO = 0x30;
const FRACTION_AT = 20;
const FRACTION_DIGITS = 7;

/**
 * A time as Windows writes it, `2026-02-08T10:44:41.1234567Z` (100 ns steps; a double holds today's milliseconds to 0.24 µs), as ASCII
 * codes. A text is made once per second only: batches of the same second rewrite seven digits.
 */
export class FileTimeText {
  readonly codes = new Uint8Array(TIME_LENGTH);
  #second = Number.NaN;

  constructor() {
    this.codes[TIME_LENGTH - 1] = 'Z'.charCodeAt(0);
    this.codes[FRACTION_AT - 1] = '.'.charCodeAt(0);
  }

  /** @param epochMs milliseconds since 1970, with their fraction */
  set(epochMs: number): void {
    const ticks = Math.round(epochMs * 1e4);
    const second = Math.floor(ticks / 1e7);
    if (second !== this.#second) this.#setSecond(second);
    let rest = ticks - second * 1e7;
    for (let at = FRACTION_AT + FRACTION_DIGITS - 1; at >= FRACTION_AT; at--) {
      const tenth = Math.floor(rest / 10);
      this.codes[at] = ZERO + (rest - tenth * 10);
      rest = tenth;
    }
  }

  toString(): string {
    return String.fromCharCode(...this.codes);
  }

  #setSecond(second: number): void {
    this.#second = second;
    const text = new Date(second * 1000).toISOString();
    for (let at = 0; at < FRACTION_AT - 1; at++) this.codes[at] = text.charCodeAt(at);
  }
}
