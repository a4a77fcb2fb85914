import type { Socket } from 'node:net';

const CAPACITY_BYTES = 65_536;
/** Above this, copying costs more than the system call it saves. */
const MOST_COPIED_BYTES = 16_384;

/**
 * Joins requests that are ready at the same moment into one write: with pipelining, the answers of one read are
 * followed by their next requests in one system call instead of one each. One is shared by all connections.
 */
export class WriteBatch {
  #scratch: Buffer | undefined;
  #view: Buffer = Buffer.alloc(0);
  #used = 0;

  /** Writes `bytes` to the socket now or together with what follows, until `flush`. */
  add(socket: Socket, bytes: Uint8Array): void {
    if (bytes.length > CAPACITY_BYTES - this.#used) this.flush(socket);
    if (bytes.length > MOST_COPIED_BYTES) {
      this.flush(socket);
      socket.write(bytes);
      return;
    }
    this.#scratch ??= Buffer.allocUnsafeSlow(CAPACITY_BYTES);
    this.#scratch.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  flush(socket: Socket): void {
    if (this.#used === 0 || this.#scratch === undefined) return;
    // Batches of a steady load have few lengths: most of the time the view of the last batch fits this one too.
    if (this.#view.length !== this.#used) this.#view = this.#scratch.subarray(0, this.#used);
    this.#used = 0;
    socket.write(this.#view);
    // Node writes at once if the kernel takes it all. If not, the bytes must stay as they are: leave them to the socket.
    if (socket.writableLength > 0) {
      this.#scratch = undefined;
      this.#view = Buffer.alloc(0);
    }
  }
}
