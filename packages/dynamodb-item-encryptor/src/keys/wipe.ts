/** Overwrites keys that are not needed any more, so that they do not wait in memory for the collector. */
export function wipe(...secrets: readonly (Uint8Array | undefined)[]): void {
  for (const secret of secrets) secret?.fill(0);
}
