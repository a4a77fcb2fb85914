import type { ByteReader } from '../header/byte-reader.js';
import type { ContextEntry } from './encryption-context.js';

/** Reads the stored part of an encryption context. Keys must ascend strictly, so that there is one way to write each context. */
export function parseContext(reader: ByteReader): ContextEntry[] {
  const count = reader.u16();
  const entries: ContextEntry[] = [];
  let previous: Buffer = Buffer.alloc(0);
  for (let i = 0; i < count; i++) {
    const key = reader.bytes(reader.u16());
    if (Buffer.compare(previous, key) >= 0)
      throw reader.malformed('the encryption context is not in ascending order');
    const keyText = reader.utf8(key);
    entries.push([keyText, reader.utf8(reader.bytes(reader.u16()))]);
    previous = key;
  }
  return entries;
}
