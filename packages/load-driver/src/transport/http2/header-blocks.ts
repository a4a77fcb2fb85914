import { HpackDecoder } from '../hpack/decoder.js';
import { HeaderFacts } from './header-facts.js';

/** Most bytes of all fields of one answer, as SETTINGS_MAX_HEADER_LIST_SIZE announces it; no block may be longer either. */
export const HEADER_LIST_BYTES = 65_536;

const ENTRIES = 16;
/** Longest block remembered. Longer ones are decoded each time. */
const ENTRY_BYTES = 512;
/** Means the same whatever becomes of the dynamic table. */
const ANY_GENERATION = -1;
const NO_BYTES: Uint8Array = new Uint8Array(0);

/** One block remembered: its bytes, and what they mean. */
class Entry {
  readonly facts = new HeaderFacts();
  #bytes = NO_BYTES;
  #length = -1;
  #generation = ANY_GENERATION;

  matches(bytes: Uint8Array, from: number, to: number, generation: number): boolean {
    const length = to - from;
    if (length !== this.#length) return false;
    if (this.#generation !== ANY_GENERATION && this.#generation !== generation) return false;
    const own = this.#bytes;
    for (let i = 0; i < length; i++) if (bytes[from + i] !== own[i]) return false;
    return true;
  }

  remember(bytes: Uint8Array, from: number, to: number, generation: number): void {
    this.#length = to - from;
    this.#generation = generation;
    if (this.#bytes.length < this.#length) this.#bytes = new Uint8Array(ENTRY_BYTES);
    for (let i = from; i < to; i++) this.#bytes[i - from] = bytes[i]!;
  }

  forget(): void {
    this.#length = -1;
  }
}

/**
 * Reads the header blocks of one connection. Servers repeat themselves: nearly every block is byte for byte one of the
 * last few, and means what that meant, unless it changes the dynamic table, or refers to it and the table has changed
 * since. Comparing 20 bytes takes a tenth of the time of decoding them; bench/GRPC.md says what it bought.
 */
export class HeaderBlocks {
  /** What is wrong with the block that `read` has failed on. */
  failure = '';
  readonly #decoder = new HpackDecoder(HEADER_LIST_BYTES);
  readonly #entries = Array.from({ length: ENTRIES }, () => new Entry());

  /** What the block `bytes[from, to)` says; valid until the next. Undefined when it is broken, and the connection lost with it. */
  read(bytes: Uint8Array, from: number, to: number): HeaderFacts | undefined {
    const { table } = this.#decoder;
    const entry = this.#entryOf(bytes, from, to);
    if (entry.matches(bytes, from, to, table.generation)) return entry.facts;
    return this.#decode(entry, bytes, from, to);
  }

  #decode(entry: Entry, bytes: Uint8Array, from: number, to: number): HeaderFacts | undefined {
    const decoder = this.#decoder;
    const { table } = decoder;
    const { facts } = entry;
    const { generation } = table;
    entry.forget();
    facts.clear();
    if (!decoder.decode(bytes, from, to, facts)) {
      this.failure = decoder.failure;
      return undefined;
    }
    if (decoder.tooLong) facts.malformed = `more than ${HEADER_LIST_BYTES} bytes of headers`;
    if (table.generation === generation && to - from <= ENTRY_BYTES) {
      entry.remember(bytes, from, to, decoder.touchedTable ? generation : ANY_GENERATION);
    }
    return facts;
  }

  /** Blocks of one kind of answer have the same length mostly, and differ near their ends if they do. */
  #entryOf(bytes: Uint8Array, from: number, to: number): Entry {
    const last = to > from ? bytes[to - 1]! : 0;
    return this.#entries[(to - from + last * 7) & (ENTRIES - 1)]!;
  }
}
