import { formatCodec } from '../items/item-format.js';
import { sameItem } from '../items/same-item.js';
import type { ItemWork } from './item-work.js';
import type { CryptorWorkOptions } from './round-trip.js';

/** Items encrypted beforehand; each is decrypted again and again, in turn. */
const ENCRYPTED_BYTES = 16 * 1024 * 1024;
const MOST_ENCRYPTED = 256;

/** Decrypts alone, items that were encrypted before anything was timed. */
export function decryptOnlyWork({ spec, pool, cryptor, slots }: CryptorWorkOptions): ItemWork {
  const count = Math.max(1, Math.min(MOST_ENCRYPTED, Math.floor(ENCRYPTED_BYTES / spec.dataSize)));
  const stored: unknown[] = [];
  const numbers = new Array<number>(slots).fill(0);
  const results: unknown[] = new Array(slots);
  const { read } = formatCodec(spec.format);
  return {
    payloadBytes: spec.dataSize,
    async open() {
      for (let i = 0; i < count; i++) stored.push(await cryptor.encrypt(pool.givenOf(i)));
    },
    prepare(slot, sequence) {
      results[slot] = undefined;
      numbers[slot] = sequence % count;
    },
    async run(slot) {
      results[slot] = await cryptor.decrypt(stored[numbers[slot]!]);
    },
    verify: async (slot) => sameItem(pool.itemOf(numbers[slot]!), read(results[slot])),
  };
}
