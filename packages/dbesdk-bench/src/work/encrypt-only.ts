import { formatCodec } from '../items/item-format.js';
import { sameItem } from '../items/same-item.js';
import type { ItemWork } from './item-work.js';
import type { CryptorWorkOptions } from './round-trip.js';

/** Encrypts alone. A result is right when it decrypts to what was given, and is not that itself. */
export function encryptOnlyWork({ spec, pool, cryptor, slots }: CryptorWorkOptions): ItemWork {
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
    async run(slot) {
      results[slot] = await cryptor.encrypt(given[slot]);
    },
    async verify(slot) {
      const item = pool.itemOf(sequences[slot]!);
      const stored = results[slot];
      return !sameItem(item, read(stored)) && sameItem(item, read(await cryptor.decrypt(stored)));
    },
  };
}
