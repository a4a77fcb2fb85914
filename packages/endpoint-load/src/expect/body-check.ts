import type { BodyExpectation } from './body-expectation.js';
import { DigestCheck } from './digest-check.js';
import { SubstringCheck } from './substring-check.js';

/** Looks at the bodies of answers as they come, several at once, each on its slot. */
export interface BodyCheck {
  /** A new answer begins. */
  begin(slot: number): void;
  /** More of its body: `bytes[start, end)`, valid only during the call. */
  feed(slot: number, bytes: Uint8Array, start: number, end: number): void;
  /** The answer is complete: was its body right? */
  accepts(slot: number): boolean;
}

/** The check for one expectation, for as many answers at once as there are slots. */
export function createBodyCheck(expected: BodyExpectation, slots: number): BodyCheck {
  return expected.kind === 'contains'
    ? new SubstringCheck(Buffer.from(expected.text, 'utf8'), slots)
    : new DigestCheck(expected.digest, slots);
}
