const keyLength = 32;
const blockLength = 16;
const scheduleLength = 15 * blockLength;
const keyAt = 0;
const counterAt = keyAt + keyLength;
const scheduleAt = counterAt + blockLength;
const sumAt = scheduleAt + scheduleLength;
const streamAt = sumAt + blockLength;

/** What there is room for, as text and as additional data. */
export const longest = 4096;

/** The blocks before the text that the key stream begins with in GCM: H, and what the tag is added to. */
export const ahead = 2 * blockLength;

/** Where things are in the module's memory. What is secret, or follows from it, comes first, so that one call wipes it. */
export const at = {
  key: keyAt,
  /** The 12 bytes that begin every counter block, and a count of 0. */
  counter: counterAt,
  /** The round keys, as the key schedule leaves them: but for the last in the tower field. */
  schedule: scheduleAt,
  /** GHASH's running sum. */
  sum: sumAt,
  /** What the key stream is added to, in place. In GCM the first block becomes H, the second is the tag's, and the text follows. */
  stream: streamAt,
  text: streamAt + ahead,
  /** A ciphertext that is to be verified before it is decrypted. */
  sealed: streamAt + ahead + longest + 64,
  aad: streamAt + ahead + 2 * (longest + 64),
} as const;
