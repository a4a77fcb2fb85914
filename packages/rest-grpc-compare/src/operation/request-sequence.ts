import { randomBytes } from 'node:crypto';
import type { OperationContext } from '@benchwright/load-driver';
import type { RestGrpcConfig } from '../config.js';
import { parseUserIdRange, type UserIdRange } from '../user-id-range.js';
import { type ApiCall, type ApiRequest, apiCallFor } from './api-call.js';
import { drawUserId } from './draw.js';
import { createNewUserSource } from './new-users.js';

const NONCE_BYTES = 4;

/** Which request has which number: the same for both protocols in a round, because a round has one seed. */
export class RequestSequence {
  /** Seed of the trial that runs now. */
  seed = 0;
  readonly call: ApiCall;
  readonly #range: UserIdRange;

  constructor(config: RestGrpcConfig) {
    this.call = apiCallFor(config, createNewUserSource(randomBytes(NONCE_BYTES).toString('hex')));
    this.#range = rangeOf(config);
  }

  /** The request with the number that the context bears. */
  requestFor({ sequence }: OperationContext): ApiRequest {
    return this.call.requestFor(drawUserId(this.#range, this.seed, sequence));
  }
}

/** The range of a config, which its schema has let through. */
export function rangeOf({ userIdRange }: Pick<RestGrpcConfig, 'userIdRange'>): UserIdRange {
  const range = parseUserIdRange(userIdRange);
  if (range === null) throw new Error(`no user id range: ${userIdRange}`);
  return range;
}
