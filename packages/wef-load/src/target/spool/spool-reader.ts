import { closeSync, openSync, readSync } from 'node:fs';
import { decodeFrame, type Frame, frameLength } from './frame.js';

const READ_BYTES = 8_388_608;

/** Reads a spool file frame by frame, also while it grows. Synchronous: it is a worker's only work. */
export class SpoolReader {
  readonly #fd: number;
  #buffer = Buffer.allocUnsafeSlow(READ_BYTES);
  #position = 0;

  constructor(path: string) {
    this.#fd = openSync(path, 'r');
  }

  /** Bytes of whole frames that were read. */
  get position(): number {
    return this.#position;
  }

  /**
   * Calls `take` with every whole frame before byte `end` that was not read yet; the bytes are overwritten afterwards. Returns false where the file is
   * broken: what follows was never acknowledged, or the disk has lost it.
   */
  readTo(end: number, take: (bytes: Buffer, frame: Frame) => void): boolean {
    for (;;) {
      const wanted = Math.min(this.#buffer.length, end - this.#position);
      const read = wanted <= 0 ? 0 : readSync(this.#fd, this.#buffer, 0, wanted, this.#position);
      const bytes = this.#buffer.subarray(0, read);
      const used = takeFrames(bytes, take);
      if (used === 'broken') return false;
      this.#position += used;
      if (used > 0) continue;
      const length = frameLength(bytes, 0);
      const longer = length !== undefined && length > this.#buffer.length && length <= end - this.#position;
      if (!longer) return this.#position === end;
      this.#buffer = Buffer.allocUnsafeSlow(length);
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}

function takeFrames(bytes: Buffer, take: (bytes: Buffer, frame: Frame) => void): number | 'broken' {
  let at = 0;
  for (;;) {
    const frame = decodeFrame(bytes, at);
    if (frame === undefined) return at;
    if (frame === 'broken') return at === 0 ? 'broken' : at;
    take(bytes, frame);
    at = frame.end;
  }
}
