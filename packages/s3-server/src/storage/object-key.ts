import { StorageError } from './storage-error.js';

/** S3's limit for a key, in UTF-8. */
const mostKeyBytes = 1024;

const notWellFormed = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** @throws StorageError InvalidKey for an empty key or one that UTF-8 cannot hold, KeyTooLong. */
export function checkKey(key: string): void {
  if (key === '') throw new StorageError('InvalidKey', 'The key is empty.');
  // A UTF-16 unit takes three bytes at most: short keys need no count.
  if (key.length * 3 > mostKeyBytes && Buffer.byteLength(key) > mostKeyBytes) {
    throw new StorageError(
      'KeyTooLong',
      `The key has ${Buffer.byteLength(key)} bytes; ${mostKeyBytes} are the most.`,
    );
  }
  if (notWellFormed.test(key)) {
    throw new StorageError('InvalidKey', 'The key holds half a surrogate pair, which UTF-8 cannot hold.');
  }
}

/**
 * Compares as the bytes of UTF-8 compare, which is S3's order. Differs from `<` where one text has a character beyond U+FFFF, whose
 * surrogates (D800–DFFF) sort before U+E000–U+FFFF in UTF-16 but behind them in UTF-8.
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const x = a.charCodeAt(index);
    const y = b.charCodeAt(index);
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? rank(x) - rank(y) : x - y;
  }
  return a.length - b.length;
}

/** Moves the surrogates behind all other units. */
function rank(unit: number): number {
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
