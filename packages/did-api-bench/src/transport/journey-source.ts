import type { RequestSource } from '@benchwright/load-driver';
import { WALLET_DIGITS, WALLET_MARK } from '../bodies/wallets.js';
import type { Family } from '../operations.js';
import { DidRequestSource } from '../request/did-request-source.js';
import type { JourneyRequests, VerificationParts } from './did-options.js';

const FIRST_BYTES = 8192;
const CLOSING = Buffer.from('}', 'latin1');
const BETWEEN = Buffer.from(',"expected_id_hash":', 'latin1');

/**
 * Gives the requests of journeys: an enrolment, and then on the same slot a verification made of its answer. The second has the answer's helpers copied into it, byte
 * by byte as they came, with the lengths around them; one view of the slot's buffer is allocated for it, nothing else.
 */
export class JourneySource implements RequestSource {
  readonly #enrolments: DidRequestSource;
  readonly #verifications: readonly VerificationParts[];
  readonly #family: Family;
  readonly #buffers: (Buffer | undefined)[];
  readonly #next: (Buffer | undefined)[];
  readonly #people: Int32Array;
  readonly #wallets: (string | undefined)[];
  readonly #of: number;
  #turn = 0;

  constructor(
    { enrolments, verifications }: JourneyRequests,
    slots: number,
    slice: { readonly index: number; readonly of: number },
    family: Family,
  ) {
    this.#enrolments = new DidRequestSource(enrolments, slots, slice);
    this.#verifications = verifications;
    this.#family = family;
    this.#buffers = new Array<undefined>(slots).fill(undefined);
    this.#next = new Array<undefined>(slots).fill(undefined);
    this.#people = new Int32Array(slots);
    this.#wallets = new Array<undefined>(slots).fill(undefined);
    this.#of = verifications.length;
  }

  /** The second request of a slot, where `verify` prepared one, else the first of a new journey. */
  bytesFor(slot: number): Uint8Array {
    const prepared = this.#next[slot];
    if (prepared !== undefined) {
      this.#next[slot] = undefined;
      return prepared;
    }
    // The enrolments take turns in the same way.
    this.#people[slot] = this.#turn;
    this.#turn = this.#turn + 1 === this.#of ? 0 : this.#turn + 1;
    const bytes = this.#enrolments.bytesFor(slot);
    if (this.#family === 'guide') this.#wallets[slot] = walletIn(bytes);
    return bytes;
  }

  /** Above 0 where the journey under way on a slot is traced. */
  tracedAs(slot: number): number {
    return this.#enrolments.tracedAs[slot]!;
  }

  /** Prepares the verification of whom a slot has just enrolled. `helpers` and `idHash` are JSON as it came in the answer: text, in the guide's family null. */
  verify(slot: number, answer: { readonly helpers: string; readonly idHash: string } | null): void {
    const { head, body } = this.#verifications[this.#people[slot]!]!;
    const tail =
      answer === null
        ? EMPTY
        : Buffer.concat([
            Buffer.from(answer.helpers, 'utf8'),
            BETWEEN,
            Buffer.from(answer.idHash, 'utf8'),
            CLOSING,
          ]);
    const length = `${body.length + tail.length}\r\n\r\n`;
    const whole = head.length + length.length + body.length + tail.length;
    let buffer = this.#buffers[slot];
    if (buffer === undefined || buffer.length < whole) {
      buffer = Buffer.alloc(Math.max(FIRST_BYTES, whole));
      this.#buffers[slot] = buffer;
    }
    buffer.set(head, 0);
    buffer.write(length, head.length, 'latin1');
    const bodyAt = head.length + length.length;
    buffer.set(body, bodyAt);
    if (answer === null) this.#writeWallet(slot, buffer, bodyAt);
    buffer.set(tail, bodyAt + body.length);
    this.#next[slot] = buffer.subarray(0, whole);
  }

  #writeWallet(slot: number, buffer: Buffer, bodyAt: number): void {
    const at = buffer.indexOf(WALLET_MARK, bodyAt);
    if (at >= 0) buffer.write(this.#wallets[slot] ?? '', at, 'latin1');
  }
}

const EMPTY = Buffer.alloc(0);
const WALLET_MEMBER = Buffer.from('"wallet_address":"', 'latin1');

/** The digits with which the wallet of an enrolment ends. */
function walletIn(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = text.indexOf('"', text.indexOf(WALLET_MEMBER) + WALLET_MEMBER.length);
  return text.toString('latin1', end - WALLET_DIGITS, end);
}
