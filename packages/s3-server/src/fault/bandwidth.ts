import { Transform } from 'node:stream';
import type { FaultClock } from './fault-clock.js';

/** Bytes pass in slices of so much time, so that a slow line looks slow and not like one that stutters. */
const sliceMs = 20;

/** A line of limited bandwidth: a byte passes when all before it have. */
export class BandwidthPacer {
  #freeAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly bytesPerSec: number,
    private readonly clock: FaultClock,
  ) {}

  /** Sends bytes over the line. Fulfilled when the last of them has passed. */
  pass(bytes: number, signal?: AbortSignal): Promise<void> {
    const now = this.clock.now();
    this.#freeAt = Math.max(now, this.#freeAt) + (bytes / this.bytesPerSec) * 1000;
    return this.clock.sleep(this.#freeAt - now, signal);
  }
}

/** A stream that lets bytes through at the pace of a line; destroying it ends its waiting. */
export function throttle(pacer: BandwidthPacer): Transform {
  const sliceBytes = Math.max(1, Math.floor((pacer.bytesPerSec * sliceMs) / 1000));
  const ended = new AbortController();
  return new Transform({
    readableHighWaterMark: sliceBytes,
    async transform(chunk: Buffer, _encoding, done) {
      for (let at = 0; at < chunk.length && !this.destroyed; at += sliceBytes) {
        const slice = chunk.subarray(at, at + sliceBytes);
        await pacer.pass(slice.length, ended.signal);
        if (!this.destroyed) this.push(slice);
      }
      done();
    },
    destroy(error, done) {
      ended.abort();
      done(error);
    },
  });
}
