/** What a random number is for: the same five values give the same number, and any other five one that has nothing to do with it. */
export interface Draw {
  readonly seed: number;
  readonly operation: string;
  /** The how manieth request of the operation. */
  readonly index: number;
  readonly rule: number;
  /** Which of the numbers that a rule needs. */
  readonly use: number;
}

/**
 * A number in [0, 1) that is a function of its place alone, so that no draw depends on how many others were made before it: MurmurHash3's mixing of
 * 32-bit words, run twice for 53 bits.
 */
export function drawUniform({ seed, operation, index, rule, use }: Draw): number {
  const words = [seed >>> 0, Math.floor(seed / 2 ** 32), textHash(operation), index, rule, use];
  const high = mixAll(words, 0x9e3779b9) >>> 5;
  const low = mixAll(words, 0x85ebca6b) >>> 6;
  return (high * 2 ** 26 + low) / 2 ** 53;
}

/** FNV-1a. */
function textHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

function mixAll(words: readonly number[], start: number): number {
  let hash = start;
  for (const word of words) {
    let mixed = Math.imul(word, 0xcc9e2d51);
    mixed = Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
    hash ^= mixed;
    hash = Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
