import { HEADER_LIST_BYTES } from './header-blocks.js';

/** A block in more frames than this is made to cost time, not to say something. */
const MOST_FRAMES = 128;
const FIRST_BYTES = 4096;

/** Puts a header block together that comes as HEADERS and CONTINUATION frames. */
export class BlockAssembly {
  /** The stream of the block under way, or 0. */
  id = 0;
  /** END_STREAM of its HEADERS frame. */
  last = false;
  bytes: Uint8Array = new Uint8Array(0);
  length = 0;
  /** Wire bytes of its frames. */
  wireBytes = 0;
  #frames = 0;

  begin(id: number, last: boolean): void {
    this.id = id;
    this.last = last;
    this.length = 0;
    this.wireBytes = 0;
    this.#frames = 0;
  }

  /** Adds a fragment. False when the block is longer than was allowed, or never ends. */
  add(bytes: Uint8Array, from: number, to: number, wireBytes: number): boolean {
    const needed = this.length + to - from;
    if (needed > HEADER_LIST_BYTES || ++this.#frames > MOST_FRAMES) return false;
    if (this.bytes.length < needed) {
      const grown = new Uint8Array(2 ** Math.ceil(Math.log2(Math.max(FIRST_BYTES, needed))));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(bytes.subarray(from, to), this.length);
    this.length = needed;
    this.wireBytes += wireBytes;
    return true;
  }
}
