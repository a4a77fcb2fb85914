import type { CellSpec, ItemSpec } from '../cell-spec.js';
import { ItemPool } from '../items/item-pool.js';
import type { ItemCryptor } from './item-cryptor.js';

/** Large enough that every path is taken, small enough to take no time. */
const REHEARSAL_BYTES = 1024;

/** The cell's items, made small. */
export function smallSpec(spec: CellSpec): CellSpec {
  return { ...spec, dataSize: Math.min(spec.dataSize, REHEARSAL_BYTES) };
}

/**
 * The cell's items, made small and left unsigned: signatures take most of the time and leave nothing to compile, so that a new thread is at its full
 * speed after a fraction of a second in place of several.
 */
export function quickSpec(spec: CellSpec): CellSpec {
  return { ...smallSpec(spec), suite: '0x6700' };
}

/** Encrypts and decrypts so many items, one after the other, in a thread that has done nothing yet. */
export async function rehearse(
  spec: ItemSpec,
  cryptor: ItemCryptor,
  { seed, times }: { readonly seed: number; readonly times: number },
): Promise<void> {
  const pool = new ItemPool(spec, { seed, lane: 0, items: 1 });
  for (let i = 0; i < times; i++) await cryptor.decrypt(await cryptor.encrypt(pool.givenOf(i)));
}
