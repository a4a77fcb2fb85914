import { HUFFMAN_BITS, HUFFMAN_CODES } from './huffman-code.js';

/** How many bytes a string takes when Huffman-coded. */
export function huffmanLength(bytes: Uint8Array): number {
  let bits = 0;
  for (const byte of bytes) bits += HUFFMAN_BITS[byte]!;
  return Math.ceil(bits / 8);
}

/** The Huffman code of a string, padded with ones (RFC 7541 §5.2). */
export function encodeHuffman(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(huffmanLength(bytes));
  let at = 0;
  let pending = 0;
  let pendingBits = 0;
  for (const byte of bytes) {
    // At most 7 bits wait and a byte's code has at most 30: more than bit operations take, not more than a double.
    pending = pending * 2 ** HUFFMAN_BITS[byte]! + HUFFMAN_CODES[byte]!;
    pendingBits += HUFFMAN_BITS[byte]!;
    while (pendingBits >= 8) {
      pendingBits -= 8;
      out[at++] = Math.floor(pending / 2 ** pendingBits);
      pending %= 2 ** pendingBits;
    }
  }
  if (pendingBits > 0) out[at] = (pending << (8 - pendingBits)) | (0xff >> pendingBits);
  return out;
}
