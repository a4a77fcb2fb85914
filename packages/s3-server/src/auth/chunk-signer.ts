import { hash, type KeyObject } from 'node:crypto';
import { sign } from './signing-keys.js';

/** SHA-256 of nothing. */
const emptySha256 = hash('sha256', '', 'hex');

/**
 * The chain of signatures over the chunks of a body: each signs the hash of its chunk and the signature before it, the first that of the
 * request, so that chunks can be neither changed, left out nor swapped. Source: "Signature calculations for the Authorization header:
 * transferring a payload in multiple chunks" of the Amazon S3 API reference.
 */
export class ChunkSigner {
  #previous: string;

  constructor(
    private readonly key: KeyObject,
    private readonly amzDate: string,
    private readonly scope: string,
    seedSignature: string,
  ) {
    this.#previous = seedSignature;
  }

  /** The signature of the next chunk, whose data has this hash. */
  signChunk(sha256: string): string {
    return this.#next('AWS4-HMAC-SHA256-PAYLOAD', `${emptySha256}\n${sha256}`);
  }

  /** The signature of the trailing headers; `lines` are `name:value\n` each. */
  signTrailer(lines: string): string {
    return this.#next('AWS4-HMAC-SHA256-TRAILER', hash('sha256', lines, 'hex'));
  }

  #next(algorithm: string, hashes: string): string {
    const text = `${algorithm}\n${this.amzDate}\n${this.scope}\n${this.#previous}\n${hashes}`;
    this.#previous = sign(this.key, text);
    return this.#previous;
  }
}
