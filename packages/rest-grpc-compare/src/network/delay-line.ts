import type { Transmitter } from './transmitter.js';

/** What arrives at the far end: bytes, the end of the stream, or a reset. */
export type Arrival = Buffer | 'end' | 'reset';

interface UnderWay {
  readonly what: Arrival;
  readonly releaseNs: number;
}

export interface DelayLineOptions {
  /** Shared by all connections of the link, in this direction. */
  readonly transmitter: Transmitter;
  readonly delayNs: number;
  readonly jitterNs: number;
  /** Uniform in [0, 1): what the jitter is drawn from. */
  readonly random: () => number;
  /** Nothing enters before: the connection is not yet established at the sender's end. */
  readonly notBeforeNs: number;
}

/**
 * One direction of one connection: gives out what was put in, whole and in order, each piece when its last bit has been sent and the delay has
 * passed. Pure: time comes with each call.
 */
export class DelayLine {
  readonly #o: DelayLineOptions;
  #queue: UnderWay[] = [];
  #head = 0;
  #lastReleaseNs = Number.NEGATIVE_INFINITY;
  /** Bytes that are under way. */
  heldBytes = 0;

  constructor(options: DelayLineOptions) {
    this.#o = options;
  }

  /** Puts bytes in. The buffer is kept, not copied. */
  push(nowNs: number, bytes: Buffer): void {
    const { transmitter } = this.#o;
    const sentNs = Math.max(nowNs, this.#o.notBeforeNs);
    const jitterNs = this.#jitterNs();
    this.heldBytes += bytes.length;
    for (let at = 0; at < bytes.length; at += transmitter.pieceBytes) {
      const piece =
        bytes.length <= transmitter.pieceBytes ? bytes : bytes.subarray(at, at + transmitter.pieceBytes);
      this.#enqueue(piece, transmitter.transmit(sentNs, piece.length), jitterNs);
    }
  }

  /** Ends the stream: the end arrives behind all bytes, as a FIN does. */
  end(nowNs: number): void {
    this.#enqueue('end', Math.max(nowNs, this.#o.notBeforeNs), this.#jitterNs());
  }

  /** Breaks the stream off: the reset arrives behind what was sent before it. */
  reset(nowNs: number): void {
    this.#enqueue('reset', Math.max(nowNs, this.#o.notBeforeNs), this.#jitterNs());
  }

  /** When the next piece arrives; infinite when nothing is under way. */
  get nextReleaseNs(): number {
    return this.#queue[this.#head]?.releaseNs ?? Number.POSITIVE_INFINITY;
  }

  /** Takes out what arrives next. */
  shift(): Arrival | undefined {
    const next = this.#queue[this.#head];
    if (next === undefined) return undefined;
    this.#head++;
    // Now and then the part that is done with is cut off: amortised O(1), where Array.shift moves everything every time.
    if (this.#head > 64 && this.#head * 2 > this.#queue.length) {
      this.#queue = this.#queue.slice(this.#head);
      this.#head = 0;
    }
    if (typeof next.what !== 'string') this.heldBytes -= next.what.length;
    return next.what;
  }

  /** Forgets what is under way: there is nobody left to receive it. */
  clear(): void {
    this.#queue = [];
    this.#head = 0;
    this.heldBytes = 0;
  }

  #jitterNs(): number {
    return this.#o.jitterNs === 0 ? 0 : this.#o.random() * this.#o.jitterNs;
  }

  /** TCP hands over in order: what overtook on the way waits for what it overtook. */
  #enqueue(what: Arrival, sentNs: number, jitterNs: number): void {
    const releaseNs = Math.max(this.#lastReleaseNs, sentNs + this.#o.delayNs + jitterNs);
    this.#lastReleaseNs = releaseNs;
    this.#queue.push({ what, releaseNs });
  }
}
