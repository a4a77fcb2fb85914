import type { BodyCheck } from './body-check.js';

/**
 * Finds a text in bodies that come in pieces, wherever the pieces break. Within a piece Node's own search is used (it
 * passes over gigabytes per second); only across a break the text is matched byte by byte (Knuth, Morris, Pratt 1977),
 * with one number per slot as memory.
 */
export class SubstringCheck implements BodyCheck {
  readonly #wanted: Buffer;
  /** fallback[k]: how much of the text is still matched when byte k+1 does not go on from k matched ones. */
  readonly #fallback: Int32Array;
  /** How many bytes of the text end the body so far; all of them once it was found. */
  readonly #matched: Int32Array;

  constructor(wanted: Buffer, slots: number) {
    this.#wanted = wanted;
    this.#fallback = fallbacks(wanted);
    this.#matched = new Int32Array(slots);
  }

  begin(slot: number): void {
    this.#matched[slot] = 0;
  }

  feed(slot: number, bytes: Uint8Array, start: number, end: number): void {
    const all = this.#wanted.length;
    let matched = this.#matched[slot]!;
    let at = start;
    while (matched > 0 && matched < all && at < end) matched = this.#next(matched, bytes[at++]!);
    if (matched === 0 && at < end) {
      const piece = Buffer.from(bytes.buffer, bytes.byteOffset + at, end - at);
      if (piece.includes(this.#wanted)) matched = all;
      else {
        for (let tail = Math.max(at, end - all + 1); tail < end; tail++) {
          matched = this.#next(matched, bytes[tail]!);
        }
      }
    }
    this.#matched[slot] = matched;
  }

  accepts(slot: number): boolean {
    return this.#matched[slot] === this.#wanted.length;
  }

  #next(matched: number, byte: number): number {
    let k = matched;
    while (k > 0 && this.#wanted[k] !== byte) k = this.#fallback[k - 1]!;
    return this.#wanted[k] === byte ? k + 1 : k;
  }
}

/** For each prefix of the text the length of its longest proper border. */
function fallbacks(wanted: Buffer): Int32Array {
  const borders = new Int32Array(wanted.length);
  let k = 0;
  for (let i = 1; i < wanted.length; i++) {
    while (k > 0 && wanted[i] !== wanted[k]) k = borders[k - 1]!;
    if (wanted[i] === wanted[k]) k++;
    borders[i] = k;
  }
  return borders;
}
