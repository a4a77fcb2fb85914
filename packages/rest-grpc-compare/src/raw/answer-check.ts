import { crc32 } from 'node:zlib';
import type { Dialect } from '../operation/dialect.js';

/** Answers that are remembered, at most: more than the default range has users. */
const MOST_REMEMBERED = 65_536;
const CRC_RANGE = 2 ** 32;

/**
 * Holds every answer to the same rules as the client libraries do, at a cost that leaves the load alone: an answer is
 * decoded and checked in full when its bytes are new for its request, and known by length and CRC-32 from then on
 * (0.2 µs for a user where decoding takes 1.5 µs, 1 µs for a user's orders against 25). What is created is new every
 * time.
 */
export class AnswerCheck {
  readonly #dialect: Dialect;
  readonly #right = new Map<number, number>();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** The class of what is wrong with the answer to this request, or undefined. Never throws. */
  judge(body: Buffer, number: number): string | undefined {
    const { call } = this.#dialect;
    if (call.creates) return this.#dialect.judge(body, number);
    const fingerprint = body.length * CRC_RANGE + crc32(body);
    if (this.#right.get(number) === fingerprint) return undefined;
    const wrong = this.#dialect.judge(body, number);
    if (wrong === undefined && (this.#right.size < MOST_REMEMBERED || this.#right.has(number))) {
      this.#right.set(number, fingerprint);
    }
    return wrong;
  }
}
