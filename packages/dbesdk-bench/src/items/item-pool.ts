import type { ItemSpec } from '../cell-spec.js';
import { generateItem, type Item, withPartition } from './generate-item.js';
import { formatCodec } from './item-format.js';
import { PARTITION_KEY } from './item-layout.js';
import { partitionValue } from './primary-key.js';

/** Payload that a pool holds; beyond the caches of any machine there is nothing to gain from another item. */
const POOL_BYTES = 16 * 1024 * 1024;
const MOST_ITEMS = 64;

export interface ItemPoolOptions {
  readonly seed: number;
  /** Which thread this is: threads handle items of their own. */
  readonly lane: number;
  /** Default: as many as hold 16 MiB, 64 at most and one at least. */
  readonly items?: number;
}

/**
 * The items that a cell handles: some payloads, drawn once, under a new primary key each time (unless the cell wants the
 * fixed one), in the cell's format. Making the next one costs a shallow copy, and is never timed.
 */
export class ItemPool {
  readonly #spec: ItemSpec;
  readonly #lane: number;
  readonly #items: Item[];
  readonly #next: (sequence: number, partition: string) => unknown;

  constructor(spec: ItemSpec, { seed, lane, items = itemsFor(spec) }: ItemPoolOptions) {
    this.#spec = spec;
    this.#lane = lane;
    this.#items = Array.from({ length: items }, (_, i) =>
      generateItem(spec, this.#partition(i), { seed, number: lane * MOST_ITEMS + i }),
    );
    this.#next = this.#maker();
  }

  /** How many payloads there are; the item of sequence n holds payload n modulo this. */
  get size(): number {
    return this.#items.length;
  }

  /** The item of this number as AttributeValues, for whoever checks a result. */
  itemOf(sequence: number): Item {
    return withPartition(this.#items[sequence % this.size]!, this.#partition(sequence));
  }

  /** The same in the cell's format, as an application would hold it. */
  givenOf(sequence: number): unknown {
    return this.#next(sequence, this.#partition(sequence));
  }

  #partition(sequence: number): string {
    return partitionValue(this.#spec.itemKeys, this.#lane, sequence);
  }

  #maker(): (sequence: number, partition: string) => unknown {
    const { write } = formatCodec(this.#spec.format);
    switch (this.#spec.format) {
      case 'attribute-value':
        return (sequence, partition) => withPartition(this.#items[sequence % this.size]!, partition);
      case 'native': {
        const objects = this.#items.map((item) => write(item) as Record<string, unknown>);
        return (sequence, partition) => ({ ...objects[sequence % this.size], [PARTITION_KEY]: partition });
      }
      case 'dynamodb-json': {
        const texts = this.#items.map(
          (item, i) => new JsonTemplate(write(item) as string, this.#partition(i)),
        );
        return (sequence, partition) => texts[sequence % this.size]!.textWith(partition);
      }
    }
  }
}

function itemsFor({ dataSize }: ItemSpec): number {
  return Math.max(1, Math.min(MOST_ITEMS, Math.floor(POOL_BYTES / dataSize)));
}

/**
 * A JSON text in which the partition key is written over: partition keys are ASCII and of one length. Joined strings would
 * be flattened by the parser, inside the timed region.
 */
class JsonTemplate {
  readonly #bytes: Buffer;
  readonly #offset: number;

  constructor(text: string, partition: string) {
    this.#bytes = Buffer.from(text, 'latin1');
    this.#offset = text.indexOf(`"${partition}"`) + 1;
  }

  textWith(partition: string): string {
    this.#bytes.write(partition, this.#offset, 'latin1');
    return this.#bytes.toString('latin1');
  }
}
