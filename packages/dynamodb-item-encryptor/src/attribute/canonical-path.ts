import { isWellFormed } from '../value/text.js';

/** table ‖ u64 depth = 1 ‖ '$' ‖ u64 length of the name ‖ name. Everything before the last two is one prefix per table. */
export class CanonicalPaths {
  readonly #prefix: Buffer;

  /** `table` must be well-formed; the caller has checked it. */
  constructor(table: string) {
    this.#prefix = Buffer.concat([Buffer.from(table, 'utf8'), Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 0x24])]);
  }

  /**
   * The canonical path of a top-level attribute. The length counted is that of the name in UTF-16 code units, not in
   * bytes: the other implementations are compiled from Dafny, whose strings are UTF-16.
   */
  of(name: string): Buffer {
    const prefixLength = this.#prefix.length;
    const path = Buffer.allocUnsafe(prefixLength + 8 + Buffer.byteLength(name));
    this.#prefix.copy(path);
    path.writeUInt32BE(0, prefixLength);
    path.writeUInt32BE(name.length, prefixLength + 4);
    path.write(name, prefixLength + 8, 'utf8');
    return path;
  }
}

/** Whether a name can be written in UTF-8 at all: a lone surrogate would silently become U+FFFD. */
export const isValidName = isWellFormed;
