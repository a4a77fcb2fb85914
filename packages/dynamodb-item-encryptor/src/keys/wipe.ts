const keyLength = 32;

/** Places for two keys of 32 bytes, off the collected heap: wiping them leaves no copy that the collector made. */
export function newKeyPair(): [Uint8Array, Uint8Array] {
  const { buffer } = Buffer.allocUnsafeSlow(2 * keyLength);
  return [new Uint8Array(buffer, 0, keyLength), new Uint8Array(buffer, keyLength, keyLength)];
}

/** Overwrites keys that are not needed any more, so that they do not wait in memory for the collector. */
export function wipe(...secrets: readonly (Uint8Array | undefined)[]): void {
  for (const secret of secrets) secret?.fill(0);
}
