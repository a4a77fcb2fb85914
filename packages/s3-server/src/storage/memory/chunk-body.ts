import { Readable } from 'node:stream';
import type { ByteRange } from '../../http/byte-range.js';

/** The bytes of a range of chunks: without a copy, as a Buffer where one chunk holds them all. */
export function chunkBody(chunks: readonly Buffer[], range: ByteRange | undefined): Buffer | Readable {
  const pieces = range === undefined ? chunks : cut(chunks, range);
  if (pieces.length <= 1) return pieces[0] ?? Buffer.alloc(0);
  let next = 0;
  return new Readable({
    highWaterMark: 256 * 1024,
    read() {
      let wantsMore = true;
      while (wantsMore && next < pieces.length) wantsMore = this.push(pieces[next++]);
      if (next === pieces.length) this.push(null);
    },
  });
}

function cut(chunks: readonly Buffer[], { first, last }: ByteRange): Buffer[] {
  const pieces: Buffer[] = [];
  let start = 0;
  for (const chunk of chunks) {
    if (start > last) break;
    const end = start + chunk.length;
    if (end > first) pieces.push(chunk.subarray(Math.max(0, first - start), last + 1 - start));
    start = end;
  }
  return pieces;
}
