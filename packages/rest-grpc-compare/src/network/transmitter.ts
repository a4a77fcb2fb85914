/** TCP payload of a full Ethernet packet with timestamps, and the IP and TCP headers that go with it. */
export const MAX_SEGMENT_BYTES = 1448;
const HEADER_BYTES = 52;

/** Data that is released later than this after what came before it is released by itself. */
const RELEASE_EVERY_SEC = 200e-6;

/**
 * One direction of an access link: data of all its connections goes through one after the other, at the link's rate. A token bucket of
 * depth 0, because a link has no credit: after a pause it sends no faster than before. Pure: time comes with each call.
 */
export class Transmitter {
  /** When what has been taken so far will have been sent. */
  #freeAtNs = Number.NEGATIVE_INFINITY;
  readonly #nsPerByte: number;
  /** How much is sent and delayed as one: a packet or, where packets follow each other too fast to be told apart, more. */
  readonly pieceBytes: number;

  /** @param bitsPerSec null for a link that is no limit */
  constructor(bitsPerSec: number | null) {
    this.#nsPerByte = bitsPerSec === null ? 0 : 8e9 / bitsPerSec;
    this.pieceBytes =
      bitsPerSec === null
        ? Number.POSITIVE_INFINITY
        : Math.max(MAX_SEGMENT_BYTES, Math.floor((bitsPerSec / 8) * RELEASE_EVERY_SEC));
  }

  /** Takes data that is there at `nowNs`; returns when its last bit has left. Headers of the packets are counted. O(1). */
  transmit(nowNs: number, bytes: number): number {
    if (this.#nsPerByte === 0) return nowNs;
    const onWire = bytes + HEADER_BYTES * Math.ceil(bytes / MAX_SEGMENT_BYTES);
    this.#freeAtNs = Math.max(this.#freeAtNs, nowNs) + onWire * this.#nsPerByte;
    return this.#freeAtNs;
  }
}
