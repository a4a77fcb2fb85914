import { randomBytes } from 'node:crypto';

/** Makes ids in the form of S3's: 16 upper-case hex digits, half of them random per server, half a count. */
export class RequestIds {
  readonly #prefix = randomBytes(4).toString('hex').toUpperCase();
  #count = 0;

  next(): string {
    this.#count = (this.#count + 1) >>> 0;
    return this.#prefix + this.#count.toString(16).toUpperCase().padStart(8, '0');
  }
}
