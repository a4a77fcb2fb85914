import { createRandom } from '@benchwright/stats';
import { DelayLine } from './delay-line.js';
import type { LinkProfile } from './link-profile.js';
import { Transmitter } from './transmitter.js';

/** Both directions of one connection. */
export interface LinkedConnection {
  /** Client to server. */
  readonly up: DelayLine;
  /** Server to client. */
  readonly down: DelayLine;
}

/**
 * A link that connections share. Pure but for its seeded random numbers.
 *
 * Establishing a connection takes a round trip: the client's first bytes enter the link one round trip after its SYN did, and the
 * server, which gets the client's ACK half a round trip later, says nothing before that.
 */
export class Link {
  readonly profile: LinkProfile;
  readonly #up: Transmitter;
  readonly #down: Transmitter;
  readonly #random: () => number;

  constructor(profile: LinkProfile, seed: number) {
    this.profile = profile;
    this.#up = new Transmitter(profile.upBitsPerSec);
    this.#down = new Transmitter(profile.downBitsPerSec);
    const random = createRandom(seed).fork(`link ${profile.name}`);
    this.#random = () => random.nextFloat();
  }

  /** Opens a connection whose SYN was sent at `nowNs`. */
  connect(nowNs: number): LinkedConnection {
    const { oneWayDelayNs: delayNs, jitterNs } = this.profile;
    const line = (transmitter: Transmitter, notBeforeNs: number): DelayLine =>
      new DelayLine({ transmitter, delayNs, jitterNs, random: this.#random, notBeforeNs });
    return { up: line(this.#up, nowNs + 2 * delayNs), down: line(this.#down, nowNs + 3 * delayNs) };
  }
}
