import { randomBytes } from 'node:crypto';
import type { RestGrpcConfig } from '../config.js';
import { parseUserIdRange, type UserIdRange } from '../user-id-range.js';
import { type ApiCall, apiCallFor } from './api-call.js';
import { drawUserId } from './draw.js';
import { createNewUserSource, FIRST_NEW_USER, LAST_NEW_USER } from './new-users.js';

const NONCE_BYTES = 4;

/**
 * Which request has which number: the same for every contender in a round, because a round has one seed. Calls that
 * create have numbers of their own, each used once.
 */
export class RequestSequence {
  /** Seed of the trial that runs now. */
  seed = 0;
  readonly call: ApiCall;
  /** The smallest and the largest number. */
  readonly range: readonly [number, number];
  readonly #ids: UserIdRange;
  #created = 0;

  constructor(config: RestGrpcConfig) {
    this.call = apiCallFor(config, createNewUserSource(randomBytes(NONCE_BYTES).toString('hex')));
    this.#ids = rangeOf(config);
    const { min, max } = this.#ids;
    this.range = this.call.creates
      ? [FIRST_NEW_USER, LAST_NEW_USER]
      : [this.call.numberOf(min), this.call.numberOf(max)];
  }

  /** The number in the request with this place in the trial. To be asked once per request. */
  numberFor(sequence: number): number {
    if (this.call.creates) return FIRST_NEW_USER + (this.#created++ % (LAST_NEW_USER - FIRST_NEW_USER + 1));
    return this.call.numberOf(drawUserId(this.#ids, this.seed, sequence));
  }
}

/** The range of a config, which its schema has let through. */
export function rangeOf({ userIdRange }: Pick<RestGrpcConfig, 'userIdRange'>): UserIdRange {
  const range = parseUserIdRange(userIdRange);
  if (range === null) throw new Error(`no user id range: ${userIdRange}`);
  return range;
}
