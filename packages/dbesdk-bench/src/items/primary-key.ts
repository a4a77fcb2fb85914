import type { ItemKeys } from '../factor-names.js';
import { FIXED_PARTITION_VALUE } from './item-layout.js';

const DIGITS = 10;

/**
 * The partition key of the item with this number, all of one length. `lane` tells apart what runs at the same time. Fixed: the
 * original's, under which anything that remembers an encryption context looks better than a table would let it.
 */
export function partitionValue(keys: ItemKeys, lane: number, sequence: number): string {
  if (keys === 'fixed') return FIXED_PARTITION_VALUE;
  return `item-${String(lane).padStart(4, '0')}-${String(sequence).padStart(DIGITS, '0')}`;
}
