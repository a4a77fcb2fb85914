/** Names under which a trial's record holds what is this suite's own (`extra`). */
export const PRIMITIVE_ENCRYPT = 'primitiveEncryptNs';
export const PRIMITIVE_DECRYPT = 'primitiveDecryptNs';
export const PEAK_RSS = 'peakRssBytes';
export const PEAK_HEAP_EXTERNAL = 'peakHeapExternalBytes';

/** Names of the distributions of an operation's two halves. */
export const HALVES = ['encryptNs', 'decryptNs', 'putNs', 'getNs'] as const;
