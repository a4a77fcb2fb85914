import { blake2b } from '@noble/hashes/blake2.js';
import { base58 } from '@scure/base';
import type { CardanoNetwork } from './model.js';

const DIGEST_BYTES = 32;

/** The identifier of a commitment: `did:cardano:{mainnet|testnet}:{base58(BLAKE2b-256(commitment))}`. */
export function didOf(commitment: Uint8Array, network: CardanoNetwork): string {
  const digest = blake2b(commitment, { dkLen: DIGEST_BYTES });
  return `did:cardano:${network === 'mainnet' ? 'mainnet' : 'testnet'}:${base58.encode(digest)}`;
}
