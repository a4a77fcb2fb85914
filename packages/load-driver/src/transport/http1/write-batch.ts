import type { Socket } from 'node:net';

const CAPACITY_BYTES = 65_536;
/** Above this, copying costs more than the system call it saves. */
const MOST_COPIED_BYTES = 16_384;
const NO_BYTES = Buffer.alloc(0);

/**
 * Joins requests that are ready at the same moment into one write: with pipelining, the answers of one read are
 * followed by their next requests in one system call instead of one each. One is shared by all connections.
 */
export class WriteBatch {
  readonly #encrypted: boolean;
  #scratch = NO_BYTES;
  #view = NO_BYTES;
  #used = 0;

  /** @param encrypted whether the sockets are TLS sockets, which keep what is written until it has been encrypted */
  constructor(encrypted: boolean) {
    this.#encrypted = encrypted;
  }

  /** Writes `bytes` to the socket now or together with what follows, until `flush`. */
  add(socket: Socket, bytes: Uint8Array): void {
    if (bytes.length > CAPACITY_BYTES - this.#used) this.flush(socket);
    if (bytes.length > MOST_COPIED_BYTES) {
      this.flush(socket);
      socket.write(bytes);
      return;
    }
    if (this.#scratch.length === 0) this.#scratch = Buffer.allocUnsafeSlow(CAPACITY_BYTES);
    this.#scratch.set(bytes, this.#used);
    this.#used += bytes.length;
  }

  flush(socket: Socket): void {
    if (this.#used === 0) return;
    // Batches of a steady load have few lengths: most of the time the view of the last batch fits this one too.
    if (this.#view.length !== this.#used) this.#view = this.#scratch.subarray(0, this.#used);
    this.#used = 0;
    if (this.#encrypted) {
      socket.write(Buffer.from(this.#view));
      return;
    }
    socket.write(this.#view);
    // Node writes at once if the kernel takes it all. If not, the bytes must stay as they are: leave them to the socket.
    if (socket.writableLength > 0) {
      this.#scratch = NO_BYTES;
      this.#view = NO_BYTES;
    }
  }
}
