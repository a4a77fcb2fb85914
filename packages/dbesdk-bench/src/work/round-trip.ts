import type { ItemSpec } from '../cell-spec.js';
import { formatCodec } from '../items/item-format.js';
import type { ItemPool } from '../items/item-pool.js';
import { sameItem } from '../items/same-item.js';
import type { ItemCryptor } from './item-cryptor.js';
import type { ItemWork } from './item-work.js';

/** What the kinds of work over a cryptor share. */
export interface CryptorWorkOptions {
  readonly spec: ItemSpec;
  readonly pool: ItemPool;
  readonly cryptor: ItemCryptor;
  readonly slots: number;
}

/** Encrypts an item and decrypts what came of it: the original's throughput test. */
export function roundTripWork({ spec, pool, cryptor, slots }: CryptorWorkOptions): ItemWork {
  const given: unknown[] = new Array(slots);
  const sequences = new Array<number>(slots).fill(0);
  const results: unknown[] = new Array(slots);
  const { read } = formatCodec(spec.format);
  return {
    payloadBytes: spec.dataSize,
    prepare(slot, sequence) {
      results[slot] = undefined;
      sequences[slot] = sequence;
      given[slot] = pool.givenOf(sequence);
    },
    async run(slot, onSplit) {
      const stored = await cryptor.encrypt(given[slot]);
      onSplit();
      results[slot] = await cryptor.decrypt(stored);
    },
    verify: async (slot) => sameItem(pool.itemOf(sequences[slot]!), read(results[slot])),
  };
}
