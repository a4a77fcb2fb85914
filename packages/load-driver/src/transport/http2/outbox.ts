import type { Socket } from 'node:net';

/** Room for what any batch of small requests takes; a large body goes through it in pieces. */
const CAPACITY_BYTES = 65_536;
/** Kept free of requests, so that a PING or a window can be answered while the socket takes no more. */
const CONTROL_RESERVE_BYTES = 1024;

/**
 * Where the frames of one connection are built and gathered, to be written together: one system call for all requests
 * that one batch of answers has set free. Two buffers, because one may still belong to the socket while the other fills.
 */
export class Outbox {
  /** Frames are written here, at `used`. */
  bytes: Buffer = Buffer.allocUnsafeSlow(CAPACITY_BYTES);
  used = 0;
  #spare: Buffer | undefined;
  #view: Buffer | undefined;
  #writing = false;

  /** Whether `length` bytes of requests can be added. */
  hasRoom(length: number): boolean {
    return this.used + length <= CAPACITY_BYTES - CONTROL_RESERVE_BYTES;
  }

  /** Whether `length` bytes of anything can be added. */
  hasControlRoom(length: number): boolean {
    return this.used + length <= CAPACITY_BYTES;
  }

  /** How many bytes of requests can be added. */
  get room(): number {
    return CAPACITY_BYTES - CONTROL_RESERVE_BYTES - this.used;
  }

  /**
   * Writes what has been gathered, unless the socket still holds what was written before; then it waits for
   * `written`, which the socket calls.
   */
  flush(socket: Socket, written: () => void): void {
    if (this.used === 0 || this.#writing) return;
    // Batches of a steady load have few lengths: most of the time the view of the last batch fits this one too.
    if (this.#view?.length !== this.used || this.#view.buffer !== this.bytes.buffer) {
      this.#view = this.bytes.subarray(0, this.used);
    }
    this.used = 0;
    socket.write(this.#view, written);
    if (socket.writableLength > 0) this.#swap();
  }

  /** To be called by `written`: whether the socket has taken everything just now. */
  taken(socket: Socket): boolean {
    if (!this.#writing || socket.writableLength > 0) return false;
    this.#writing = false;
    return true;
  }

  /** Node writes at once if the kernel takes it all. If not, or with TLS, the bytes must stay as they are for a while. */
  #swap(): void {
    this.#writing = true;
    const free = this.#spare ?? Buffer.allocUnsafeSlow(CAPACITY_BYTES);
    this.#spare = this.bytes;
    this.bytes = free;
  }
}
