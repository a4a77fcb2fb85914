/**
 * The beginning of a line whose end has not been read yet. Grown on first need: most connections never split a line.
 */
export class LineCarry {
  /** The line is `bytes[0, length)`. */
  bytes: Buffer = Buffer.alloc(0);
  length = 0;

  add(bytes: Uint8Array, at: number, to: number): void {
    const needed = this.length + (to - at);
    if (needed > this.bytes.length) {
      const grown = Buffer.allocUnsafeSlow(Math.max(1024, needed * 2));
      grown.set(this.bytes.subarray(0, this.length));
      this.bytes = grown;
    }
    this.bytes.set(bytes.subarray(at, to), this.length);
    this.length = needed;
  }

  /** Empties it; `bytes` stay as they are until the next `add`. Returns the length it had. */
  take(): number {
    const { length } = this;
    this.length = 0;
    return length;
  }
}
