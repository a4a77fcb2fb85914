import type { HeaderFacts } from './header-facts.js';

/** More of the answer is to come. Anything else that an `AnswerReader` returns is the outcome. */
export const PENDING = -1;

/** Makes outcomes of what comes in on a stream. Holds no state of its own: that is in the stream table. */
export interface AnswerReader {
  /** A complete block of headers, informational headers or trailers. `last`: the stream ends with it. */
  headers(slot: number, facts: HeaderFacts, last: boolean): number;
  /** A piece of content, perhaps empty. `last`: the stream ends with it. */
  data(slot: number, bytes: Uint8Array, from: number, to: number, last: boolean): number;
}

/** Takes what an answer carries: `bytes[start, end)`, valid only during the call. */
export type OnContent = (slot: number, bytes: Uint8Array, start: number, end: number) => void;

/** Interprets what happened to an answer, for the outcome and for the person who wants to know why. */
export interface OutcomeNotes {
  readonly protocolOutcome: number;
  /** Remembers what was said at the first failure with this outcome. */
  noteError(outcome: number, text: string): void;
  hasNote(outcome: number): boolean;
}
