import { DynamicTable, ENTRY_OVERHEAD } from './dynamic-table.js';
import { decodeHuffman, mostDecoded } from './huffman-decode.js';
import { IntegerReader } from './integer.js';
import { STATIC_ENTRIES, STATIC_NAMES, STATIC_VALUES } from './static-table.js';

/** The size of the dynamic table unless SETTINGS says otherwise (RFC 9113 §6.5.2). */
const DEFAULT_TABLE_BYTES = 4096;

/** Hears the fields of a block in order: name and value are ranges of bytes, valid only during the call. */
export interface FieldSink {
  field(
    name: Uint8Array,
    nameFrom: number,
    nameTo: number,
    value: Uint8Array,
    valueFrom: number,
    valueTo: number,
  ): void;
}

const NO_BYTES: Uint8Array = new Uint8Array(0);
/** Size updates at the start of a block: one to the lowest size in between, one to the final (RFC 7541 §4.2). */
const MOST_SIZE_UPDATES = 2;

/**
 * Decodes the header blocks of one connection (RFC 7541). Fields are handed over as ranges of bytes where they stand:
 * in the block, in a table, or in a scratch buffer when Huffman-coded, so that decoding makes no string and no object.
 */
export class HpackDecoder {
  /** What is wrong with the block, for a person. Empty after one that is well. */
  failure = '';
  /** The fields together exceed the limit (as RFC 9113 §6.5.2 counts them). All were decoded; those beyond it not handed over. */
  tooLong = false;
  /** The last block referred to the dynamic table: the same bytes mean something else once that has changed. */
  touchedTable = false;
  readonly table: DynamicTable;
  readonly #listLimit: number;
  readonly #integers = new IntegerReader();
  #nameScratch = NO_BYTES;
  #valueScratch = NO_BYTES;
  #listBytes = 0;
  #string = NO_BYTES;
  #stringFrom = 0;
  #stringTo = 0;

  /**
   * @param listLimit most bytes of all fields of one block, 32 added for each
   * @param tableLimit SETTINGS_HEADER_TABLE_SIZE as this side has announced it
   */
  constructor(listLimit: number, tableLimit = DEFAULT_TABLE_BYTES) {
    this.#listLimit = listLimit;
    this.table = new DynamicTable(tableLimit);
  }

  /** Decodes the block `bytes[from, to)`. False when it is broken: `failure` says how, and the connection is lost with it. O(to − from). */
  decode(bytes: Uint8Array, from: number, to: number, sink: FieldSink): boolean {
    this.failure = '';
    this.tooLong = false;
    this.touchedTable = false;
    this.#listBytes = 0;
    const integers = this.#integers;
    integers.at = from;
    let updates = 0;
    let fields = 0;
    while (integers.at < to) {
      const first = bytes[integers.at]!;
      if (first >= 0x20 && first < 0x40) {
        if (fields > 0 || ++updates > MOST_SIZE_UPDATES) {
          return this.#fail('a table size update where none may be');
        }
        if (!this.#resize(bytes, to)) return false;
        continue;
      }
      fields++;
      const well =
        first >= 0x80 ? this.#indexed(bytes, to, sink) : this.#literal(bytes, to, first >= 0x40, sink);
      if (!well) return false;
    }
    return true;
  }

  #indexed(bytes: Uint8Array, to: number, sink: FieldSink): boolean {
    const index = this.#integers.read(bytes, to, 7);
    if (index <= 0) return this.#fail('an index that is 0, too large or cut off');
    if (index <= STATIC_ENTRIES) {
      const name = STATIC_NAMES[index]!;
      const value = STATIC_VALUES[index]!;
      this.#handOver(sink, name, 0, name.length, value, 0, value.length);
      return true;
    }
    const { table } = this;
    const age = index - STATIC_ENTRIES - 1;
    if (age >= table.count) return this.#fail(`index ${index}, beyond the table`);
    this.touchedTable = true;
    const place = table.placeOf(age);
    const nameEnd = table.nameEnd(place);
    this.#handOver(
      sink,
      table.bytes,
      table.nameStart(place),
      nameEnd,
      table.bytes,
      nameEnd,
      table.valueEnd(place),
    );
    return true;
  }

  #literal(bytes: Uint8Array, to: number, indexing: boolean, sink: FieldSink): boolean {
    const index = this.#integers.read(bytes, to, indexing ? 6 : 4);
    if (index < 0) return this.#fail('an index that is too large or cut off');
    if (!(index === 0 ? this.#readString(bytes, to, true) : this.#nameAt(index))) return false;
    const name = this.#string;
    const nameFrom = this.#stringFrom;
    const nameTo = this.#stringTo;
    if (!this.#readString(bytes, to, false)) return false;
    this.#handOver(sink, name, nameFrom, nameTo, this.#string, this.#stringFrom, this.#stringTo);
    if (indexing) {
      this.touchedTable = true;
      this.table.insert(name, nameFrom, nameTo, this.#string, this.#stringFrom, this.#stringTo);
    }
    return true;
  }

  #nameAt(index: number): boolean {
    if (index <= STATIC_ENTRIES) {
      this.#string = STATIC_NAMES[index]!;
      this.#stringFrom = 0;
      this.#stringTo = this.#string.length;
      return true;
    }
    const { table } = this;
    const age = index - STATIC_ENTRIES - 1;
    if (age >= table.count) return this.#fail(`name index ${index}, beyond the table`);
    this.touchedTable = true;
    const place = table.placeOf(age);
    this.#string = table.bytes;
    this.#stringFrom = table.nameStart(place);
    this.#stringTo = table.nameEnd(place);
    return true;
  }

  #resize(bytes: Uint8Array, to: number): boolean {
    const capacity = this.#integers.read(bytes, to, 5);
    this.touchedTable = true;
    if (capacity >= 0 && this.table.resize(capacity)) return true;
    return this.#fail('a table size that is cut off, or larger than allowed');
  }

  #readString(bytes: Uint8Array, to: number, isName: boolean): boolean {
    const integers = this.#integers;
    if (integers.at >= to) return this.#fail('a field that is cut off');
    const coded = bytes[integers.at]! >= 0x80;
    const length = integers.read(bytes, to, 7);
    if (length < 0 || length > to - integers.at) return this.#fail('a string longer than its block');
    const from = integers.at;
    integers.at += length;
    if (!coded) {
      this.#string = bytes;
      this.#stringFrom = from;
      this.#stringTo = from + length;
      return true;
    }
    const scratch = isName ? this.#nameRoom(length) : this.#valueRoom(length);
    const end = decodeHuffman(bytes, from, from + length, scratch, 0);
    if (end < 0) return this.#fail('a string that is not Huffman code');
    this.#string = scratch;
    this.#stringFrom = 0;
    this.#stringTo = end;
    return true;
  }

  #nameRoom(length: number): Uint8Array {
    if (this.#nameScratch.length < mostDecoded(length)) this.#nameScratch = roomFor(length);
    return this.#nameScratch;
  }

  #valueRoom(length: number): Uint8Array {
    if (this.#valueScratch.length < mostDecoded(length)) this.#valueScratch = roomFor(length);
    return this.#valueScratch;
  }

  /** A block can name a long entry thousands of times: past the limit, fields are counted and no longer looked at. */
  #handOver(
    sink: FieldSink,
    name: Uint8Array,
    nameFrom: number,
    nameTo: number,
    value: Uint8Array,
    valueFrom: number,
    valueTo: number,
  ): void {
    this.#listBytes += nameTo - nameFrom + (valueTo - valueFrom) + ENTRY_OVERHEAD;
    if (this.#listBytes > this.#listLimit) this.tooLong = true;
    else sink.field(name, nameFrom, nameTo, value, valueFrom, valueTo);
  }

  #fail(failure: string): false {
    this.failure = `header compression: ${failure}`;
    return false;
  }
}

/** Blocks are bounded by whoever collects them, and so are these; powers of two, so that they are few. */
function roomFor(length: number): Uint8Array {
  return new Uint8Array(2 ** Math.ceil(Math.log2(Math.max(256, mostDecoded(length)))));
}
