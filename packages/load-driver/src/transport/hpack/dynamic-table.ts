/** What an entry counts beyond its name and value (RFC 7541 §4.1). */
export const ENTRY_OVERHEAD = 32;

/**
 * The dynamic table of a decoder (RFC 7541 §2.3.2). The bytes of all entries stand one behind the other in one buffer
 * twice as large as they may be together; what is evicted in front makes room when the rest is moved there. So a peer
 * that indexes something new with every answer costs copies of some bytes, and never an object.
 */
export class DynamicTable {
  /** Names and values, each name followed by its value. */
  readonly bytes: Uint8Array;
  /** Entries held. */
  count = 0;
  /** Bytes they count for. */
  size = 0;
  /** Grows with every change: what was decoded at the same generation, decodes the same. */
  generation = 0;
  readonly #limit: number;
  readonly #starts: Int32Array;
  readonly #nameLengths: Int32Array;
  readonly #valueLengths: Int32Array;
  readonly #mask: number;
  #capacity: number;
  #oldest = 0;
  #end = 0;

  /** @param limit the most bytes that this side has allowed: SETTINGS_HEADER_TABLE_SIZE */
  constructor(limit: number) {
    this.#limit = limit;
    this.#capacity = limit;
    this.bytes = new Uint8Array(2 * limit);
    const ring = 2 ** Math.ceil(Math.log2(Math.max(1, limit / ENTRY_OVERHEAD) + 1));
    this.#mask = ring - 1;
    this.#starts = new Int32Array(ring);
    this.#nameLengths = new Int32Array(ring);
    this.#valueLengths = new Int32Array(ring);
  }

  /** The place of an entry for the accessors below; `age` 0 is the newest. The caller stays below `count`. */
  placeOf(age: number): number {
    return (this.#oldest + this.count - 1 - age) & this.#mask;
  }

  nameStart(place: number): number {
    return this.#starts[place]!;
  }

  nameEnd(place: number): number {
    return this.#starts[place]! + this.#nameLengths[place]!;
  }

  valueEnd(place: number): number {
    return this.#starts[place]! + this.#nameLengths[place]! + this.#valueLengths[place]!;
  }

  /** Takes a size update of the peer. False when it asks for more than was allowed. */
  resize(capacity: number): boolean {
    if (capacity > this.#limit) return false;
    this.generation++;
    this.#capacity = capacity;
    this.#evictTo(capacity);
    return true;
  }

  /**
   * Adds an entry and evicts what has no room any more; an entry larger than the table only empties it (RFC 7541 §4.4).
   * The name may stand in this table's own bytes: it is copied before anything is written over it.
   */
  insert(
    name: Uint8Array,
    nameFrom: number,
    nameTo: number,
    value: Uint8Array,
    valueFrom: number,
    valueTo: number,
  ): void {
    this.generation++;
    const nameLength = nameTo - nameFrom;
    const valueLength = valueTo - valueFrom;
    const size = nameLength + valueLength + ENTRY_OVERHEAD;
    if (size > this.#capacity) {
      this.#evictTo(0);
      return;
    }
    const moved = this.#end + nameLength + valueLength > this.bytes.length ? this.#compact() : 0;
    const from = name === this.bytes ? nameFrom - moved : nameFrom;
    const start = this.#end;
    copy(name, from, this.bytes, start, nameLength);
    copy(value, valueFrom, this.bytes, start + nameLength, valueLength);
    this.#end = start + nameLength + valueLength;
    this.#evictTo(this.#capacity - size);
    const place = (this.#oldest + this.count) & this.#mask;
    this.#starts[place] = start;
    this.#nameLengths[place] = nameLength;
    this.#valueLengths[place] = valueLength;
    this.count++;
    this.size += size;
  }

  #evictTo(size: number): void {
    while (this.size > size) {
      const place = this.#oldest;
      this.size -= this.#nameLengths[place]! + this.#valueLengths[place]! + ENTRY_OVERHEAD;
      this.#oldest = (place + 1) & this.#mask;
      this.count--;
    }
  }

  /** Moves what is alive to the front. Returns by how much. */
  #compact(): number {
    const moved = this.count === 0 ? this.#end : this.#starts[this.#oldest]!;
    this.bytes.copyWithin(0, moved, this.#end);
    for (let i = 0; i < this.count; i++) this.#starts[(this.#oldest + i) & this.#mask]! -= moved;
    this.#end -= moved;
    return moved;
  }
}

/** Fields are short: a loop costs less than a view and `set`. */
function copy(source: Uint8Array, from: number, target: Uint8Array, at: number, length: number): void {
  for (let i = 0; i < length; i++) target[at + i] = source[from + i]!;
}
