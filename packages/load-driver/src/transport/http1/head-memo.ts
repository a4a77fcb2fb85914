/** Longest head remembered. Longer ones are read line by line: a few times the cost, and rare. */
const CAPACITY_BYTES = 2048;
const WORD_BYTES = 8;
/** The most heads passed over before the next one is remembered, when remembering has not paid lately. */
const MOST_PATIENCE = 256;

/** What a head says about the message that follows it. Two heads of the same bytes say the same. */
export interface HeadFacts {
  status: number;
  minorVersion: number;
  contentLength: number;
  codings: number;
  connection: number;
}

/**
 * Remembers the last head (status line and fields) that was read line by line. Servers repeat themselves: the next head
 * is nearly always the same, byte for byte, until the second in its Date changes. Comparing eight bytes at a time is
 * many times quicker than reading 100–250 bytes one at a time; see bench/README.md for what it bought. Where heads
 * differ from answer to answer, remembering soon stops, except for a try now and then.
 */
export class HeadMemo {
  /** Bytes of the head remembered; 0 when there is none. */
  length = 0;
  readonly facts: HeadFacts = { status: 0, minorVersion: 1, contentLength: -1, codings: 0, connection: 0 };
  readonly #words = new Float64Array(CAPACITY_BYTES / WORD_BYTES);
  #lastWord = 0;
  #seen: Uint8Array | undefined;
  #view: DataView = new DataView(new ArrayBuffer(0));
  #hits = 0;
  #misses = 0;
  #patience = 1;

  /** Whether the head remembered stands at `at`. */
  matches(bytes: Uint8Array, at: number, to: number): boolean {
    const length = this.length;
    if (length === 0 || to - at < length) return false;
    const view = this.#viewOf(bytes);
    const words = this.#words;
    const whole = length - WORD_BYTES;
    // Compared as numbers: exact, because what is remembered holds neither NUL nor bytes above 0x7f, so that no word of
    // it is zero (which equals minus zero) or NaN (which equals nothing).
    for (let i = 0; i <= whole; i += WORD_BYTES) {
      if (view.getFloat64(at + i, true) !== words[i >> 3]) return false;
    }
    if (view.getFloat64(at + whole, true) !== this.#lastWord) return false;
    this.#hits++;
    return true;
  }

  /** Offers the head in `bytes[at, to)`, which was just read and did not match. */
  offer(bytes: Uint8Array, at: number, to: number, facts: HeadFacts): void {
    this.#misses++;
    if (this.#hits > 0) this.#patience = 1;
    else if (this.#misses < this.#patience) return;
    else this.#patience = Math.min(MOST_PATIENCE, this.#patience * 2);
    this.#hits = 0;
    this.#misses = 0;
    this.#remember(bytes, at, to, facts);
  }

  #remember(bytes: Uint8Array, at: number, to: number, facts: HeadFacts): void {
    const length = to - at;
    this.length = 0;
    if (length < WORD_BYTES || length > CAPACITY_BYTES) return;
    for (let i = at; i < to; i++) if (bytes[i]! === 0 || bytes[i]! > 0x7f) return;
    const view = this.#viewOf(bytes);
    for (let i = 0; i <= length - WORD_BYTES; i += WORD_BYTES) {
      this.#words[i >> 3] = view.getFloat64(at + i, true);
    }
    this.#lastWord = view.getFloat64(to - WORD_BYTES, true);
    this.length = length;
    this.facts.status = facts.status;
    this.facts.minorVersion = facts.minorVersion;
    this.facts.contentLength = facts.contentLength;
    this.facts.codings = facts.codings;
    this.facts.connection = facts.connection;
  }

  /** Reads of a transport all go into one buffer, so its view is made once. */
  #viewOf(bytes: Uint8Array): DataView {
    if (bytes !== this.#seen) {
      this.#seen = bytes;
      this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    return this.#view;
  }
}
