/** The polynomial of the NVM Express specification (64-bit CRC, "CRC-64/NVME"), reflected, in two halves. */
const polynomialHigh = 0x9a6c9329;
const polynomialLow = 0xac4bc9b5;

/**
 * Eight tables of 256 for each half (see crc32c.ts): entry `k * 256 + byte`. Two 32-bit halves, because a BigInt would be allocated for
 * every step.
 */
const high = new Int32Array(8 * 256);
const low = new Int32Array(8 * 256);

for (let byte = 0; byte < 256; byte++) {
  let upper = 0;
  let lower = byte;
  for (let bit = 0; bit < 8; bit++) {
    const odd = lower & 1;
    lower = (lower >>> 1) | (upper << 31);
    upper >>>= 1;
    if (odd === 1) {
      lower ^= polynomialLow;
      upper ^= polynomialHigh;
    }
  }
  high[byte] = upper;
  low[byte] = lower;
}
for (let at = 256; at < 8 * 256; at++) {
  const upper = high[at - 256]!;
  const lower = low[at - 256]!;
  const shifted = lower & 255;
  high[at] = (upper >>> 8) ^ high[shifted]!;
  low[at] = ((lower >>> 8) | (upper << 24)) ^ low[shifted]!;
}

/** CRC-64/NVME, fed chunk by chunk. */
export class Crc64Nvme {
  #high = -1;
  #low = -1;

  update(data: Uint8Array): void {
    let upper = this.#high;
    let lower = this.#low;
    let at = 0;
    for (const end = data.length - 7; at < end; at += 8) {
      lower ^= data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
      upper ^= data[at + 4]! | (data[at + 5]! << 8) | (data[at + 6]! << 16) | (data[at + 7]! << 24);
      const a = 1792 + (lower & 255);
      const b = 1536 + ((lower >>> 8) & 255);
      const c = 1280 + ((lower >>> 16) & 255);
      const d = 1024 + (lower >>> 24);
      const e = 768 + (upper & 255);
      const f = 512 + ((upper >>> 8) & 255);
      const g = 256 + ((upper >>> 16) & 255);
      const h = upper >>> 24;
      upper = high[a]! ^ high[b]! ^ high[c]! ^ high[d]! ^ high[e]! ^ high[f]! ^ high[g]! ^ high[h]!;
      lower = low[a]! ^ low[b]! ^ low[c]! ^ low[d]! ^ low[e]! ^ low[f]! ^ low[g]! ^ low[h]!;
    }
    for (; at < data.length; at++) {
      const index = (lower ^ data[at]!) & 255;
      lower = ((lower >>> 8) | (upper << 24)) ^ low[index]!;
      upper = (upper >>> 8) ^ high[index]!;
    }
    this.#high = upper;
    this.#low = lower;
  }

  /** Eight bytes, the most significant first, as S3 writes it. */
  digest(): Buffer {
    const bytes = Buffer.allocUnsafe(8);
    bytes.writeInt32BE(~this.#high, 0);
    bytes.writeInt32BE(~this.#low, 4);
    return bytes;
  }
}
