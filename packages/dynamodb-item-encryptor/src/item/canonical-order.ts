import { compareUtf8 } from '../context/encryption-context.js';

/**
 * The order of signed attributes: by canonical path, byte by byte. As paths of one table differ only from the length of the name on,
 * that is: shorter names (in UTF-16 code units) first, then by UTF-8 bytes. Not alphabetical.
 */
export function compareCanonically(a: string, b: string): number {
  return a.length - b.length || compareUtf8(a, b);
}
