import { encodeHuffman, huffmanLength } from './huffman-encode.js';
import { pushInteger } from './integer.js';
import { staticIndexOfField, staticIndexOfName } from './static-table.js';

const INDEXED = 0x80;
const LITERAL = 0x00;
const NEVER_INDEXED = 0x10;
const HUFFMAN = 0x80;
/** RFC 7541 §7.1.3: an intermediary must not put these into any table either. */
const SECRETS = new Set(['authorization', 'cookie', 'proxy-authorization']);

/**
 * A header block that means the same on every connection and at any time, because it neither uses nor changes the
 * dynamic table: encoded once, sent millions of times. Fields of the static table take one byte, all others are
 * literals. Names go in as they are given (lower case, as HTTP/2 has them), values as Latin-1.
 *
 * @param huffman code strings with Huffman where that is shorter. Fewer bytes for the network, more work for the server.
 */
export function encodeHeaderBlock(
  fields: readonly (readonly [name: string, value: string])[],
  huffman: boolean,
): Uint8Array {
  const out: number[] = [];
  for (const [name, value] of fields) {
    const index = staticIndexOfField(name, value);
    if (index > 0) {
      pushInteger(out, index, 7, INDEXED);
      continue;
    }
    const nameIndex = staticIndexOfName(name);
    pushInteger(out, nameIndex, 4, SECRETS.has(name) ? NEVER_INDEXED : LITERAL);
    if (nameIndex === 0) pushString(out, name, huffman);
    pushString(out, value, huffman);
  }
  return Uint8Array.from(out);
}

function pushString(out: number[], text: string, huffman: boolean): void {
  const plain = Buffer.from(text, 'latin1');
  const coded = huffman && huffmanLength(plain) < plain.length;
  const bytes = coded ? encodeHuffman(plain) : plain;
  pushInteger(out, bytes.length, 7, coded ? HUFFMAN : 0);
  for (const byte of bytes) out.push(byte);
}
