const SMALLEST = 65_536;

/**
 * Buffers for the bodies of requests, used again and again: at 600 MB/s the collector of garbage would otherwise take a tenth of the
 * receiver's core. What is lent at one time is bounded; that is the receiver's memory.
 */
export class BodyPool {
  readonly #limitBytes: number;
  /** By size, which is a power of two. */
  readonly #free = new Map<number, Buffer[]>();
  #lentBytes = 0;
  #heldBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get lentBytes(): number {
    return this.#lentBytes;
  }

  /** A buffer of at least so many bytes, with what an earlier body left in it; undefined if that would be too much at once. */
  lend(bytes: number): Buffer | undefined {
    const size = sizeFor(bytes);
    if (this.#lentBytes + size > this.#limitBytes) return undefined;
    this.#lentBytes += size;
    const buffer = this.#free.get(size)?.pop();
    if (buffer !== undefined) {
      this.#heldBytes -= size;
      return buffer;
    }
    return Buffer.allocUnsafeSlow(size);
  }

  /** Takes a buffer back that `lend` gave. It is kept unless unused ones of other sizes fill the bound. */
  takeBack(buffer: Buffer): void {
    const size = buffer.length;
    this.#lentBytes -= size;
    if (this.#lentBytes + this.#heldBytes + size > this.#limitBytes) {
      this.#free.clear();
      this.#heldBytes = 0;
    }
    const shelf = this.#free.get(size);
    if (shelf === undefined) this.#free.set(size, [buffer]);
    else shelf.push(buffer);
    this.#heldBytes += size;
  }
}

function sizeFor(bytes: number): number {
  let size = SMALLEST;
  while (size < bytes) size *= 2;
  return size;
}
