/** The largest number taken: larger ones are neither an index nor a length that anybody could mean. */
export const MOST_INTEGER = 2 ** 28 - 1;
/** As many continuation bytes as `MOST_INTEGER` takes. More of them could only be zeros that cost time. */
const MOST_CONTINUATIONS = 4;

/** Reads integers of RFC 7541 §5.1 and keeps the place behind them, so that reading one makes no object. */
export class IntegerReader {
  /** Where the next byte stands. */
  at = 0;

  /**
   * Reads the integer whose first byte is `bytes[at]`, of which the lowest `prefixBits` belong to it. Returns -1 when it
   * does not end before `to`, or is beyond `MOST_INTEGER`.
   */
  read(bytes: Uint8Array, to: number, prefixBits: number): number {
    if (this.at >= to) return -1;
    const most = (1 << prefixBits) - 1;
    let value = bytes[this.at++]! & most;
    if (value < most) return value;
    for (let i = 0; i < MOST_CONTINUATIONS; i++) {
      if (this.at >= to) return -1;
      const byte = bytes[this.at++]!;
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value <= MOST_INTEGER ? value : -1;
    }
    return -1;
  }
}

/** Appends an integer whose first byte carries `flags` above its `prefixBits`. */
export function pushInteger(out: number[], value: number, prefixBits: number, flags: number): void {
  const most = (1 << prefixBits) - 1;
  if (value < most) {
    out.push(flags | value);
    return;
  }
  out.push(flags | most);
  let rest = value - most;
  while (rest >= 0x80) {
    out.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  out.push(rest);
}
