import { compareUtf8 } from './object-key.js';

/** A full block is halved: what an insertion moves stays small, and 100,000 keys are some hundred blocks. */
const mostInBlock = 512;

/** A place in a sorted map. It holds until the map is changed. */
export interface Cursor {
  /** Undefined behind the last key. */
  readonly key: string | undefined;
  next(): void;
}

/**
 * A map whose keys can be walked in the order of their UTF-8 bytes: a hash table for lookups, and beside it the keys in sorted blocks.
 * Setting a new key or deleting one costs O(log n + block), any other access O(1), finding a place O(log n).
 */
export class SortedMap<V> {
  readonly #values = new Map<string, V>();
  readonly #blocks: string[][] = [];

  get size(): number {
    return this.#values.size;
  }

  get(key: string): V | undefined {
    return this.#values.get(key);
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** In no order. */
  values(): IterableIterator<V> {
    return this.#values.values();
  }

  set(key: string, value: V): void {
    if (!this.#values.has(key)) this.#insert(key);
    this.#values.set(key, value);
  }

  delete(key: string): boolean {
    if (!this.#values.delete(key)) return false;
    const at = this.#blockOf(key);
    const block = this.#blocks[at]!;
    block.splice(
      firstNot(block, (other) => compareUtf8(other, key) < 0),
      1,
    );
    if (block.length === 0) this.#blocks.splice(at, 1);
    return true;
  }

  /** The first key for which the predicate does not hold; it must hold for a beginning of the order and for nothing behind it. */
  seek(isBefore: (key: string) => boolean): Cursor {
    const blocks = this.#blocks;
    let at = firstNot(blocks, (block) => isBefore(block[block.length - 1]!));
    let index = at < blocks.length ? firstNot(blocks[at]!, isBefore) : 0;
    return {
      get key() {
        return blocks[at]?.[index];
      },
      next() {
        if (++index < (blocks[at]?.length ?? 0)) return;
        at++;
        index = 0;
      },
    };
  }

  #insert(key: string): void {
    const blocks = this.#blocks;
    if (blocks.length === 0) {
      blocks.push([key]);
      return;
    }
    const at = Math.min(this.#blockOf(key), blocks.length - 1);
    const block = blocks[at]!;
    // Keys often come in order: then this is one comparison and a push.
    if (compareUtf8(block[block.length - 1]!, key) < 0) block.push(key);
    else {
      block.splice(
        firstNot(block, (other) => compareUtf8(other, key) < 0),
        0,
        key,
      );
    }
    if (block.length > mostInBlock) blocks.splice(at + 1, 0, block.splice(mostInBlock >> 1));
  }

  #blockOf(key: string): number {
    return firstNot(this.#blocks, (block) => compareUtf8(block[block.length - 1]!, key) < 0);
  }
}

/** Binary search for the first item for which the predicate does not hold. */
function firstNot<T>(items: readonly T[], isBefore: (item: T) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(items[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
