import { createHash } from 'node:crypto';
import type { Finger, Minutia } from './model.js';
import { pythonFloat } from './python-float.js';

/** Minutiae as compact JSON, every number written as the original (Python, floats throughout) writes it. */
function compactMinutiae(minutiae: readonly Minutia[]): string {
  return `[${minutiae.map((point) => `[${point.map(pythonFloat).join(',')}]`).join(',')}]`;
}

/**
 * The 32 bytes an identity is derived from: SHA-256 over the wallet and, in the order of the request, each finger's id and minutiae.
 * Exact, not noise tolerant: the same capture gives the same identity, which is what makes a second enrolment a duplicate.
 */
export function biometricCommitment(walletAddress: string, fingers: readonly Finger[]): Uint8Array {
  const hash = createHash('sha256').update(walletAddress, 'utf8');
  for (const { finger_id, minutiae } of fingers) {
    hash.update(finger_id, 'utf8').update(compactMinutiae(minutiae), 'utf8');
  }
  return hash.digest();
}

/** The same of a request that brings a hash made elsewhere in place of minutiae: SHA-256 over wallet and hash. */
export function hashedCommitment(walletAddress: string, biometricHash: string): Uint8Array {
  return createHash('sha256').update(walletAddress, 'utf8').update(biometricHash, 'utf8').digest();
}
