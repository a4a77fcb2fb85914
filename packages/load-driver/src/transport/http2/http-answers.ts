import type { StatusOutcomes } from '../http/status-outcomes.js';
import { type AnswerReader, type OnContent, type OutcomeNotes, PENDING } from './answer-reader.js';
import { ABSENT, type HeaderFacts } from './header-facts.js';
import { AWAITING_END, AWAITING_HEADERS, type StreamTable } from './stream-table.js';

const NO_CONTENT = 204;
const NOT_MODIFIED = 304;

/** Answers of plain HTTP (RFC 9113 §8.1): informational headers, headers, content, trailers. */
export class HttpAnswers implements AnswerReader {
  readonly #streams: StreamTable<unknown>;
  readonly #notes: OutcomeNotes;
  readonly #onBody: OnContent | undefined;
  readonly #statuses: StatusOutcomes;

  constructor(
    streams: StreamTable<unknown>,
    notes: OutcomeNotes,
    statuses: StatusOutcomes,
    onBody: OnContent | undefined,
  ) {
    this.#streams = streams;
    this.#notes = notes;
    this.#statuses = statuses;
    this.#onBody = onBody;
  }

  headers(slot: number, facts: HeaderFacts, last: boolean): number {
    const streams = this.#streams;
    if (facts.malformed !== '') return this.#broken(facts.malformed);
    if (streams.stage[slot] !== AWAITING_HEADERS) {
      if (facts.status !== ABSENT || !last)
        return this.#broken('a second block of headers that is no trailer');
      return this.#end(slot);
    }
    if (facts.status === ABSENT) return this.#broken('no :status');
    if (facts.status < 200)
      return last ? this.#broken('an informational answer without the final one') : PENDING;
    streams.stage[slot] = AWAITING_END;
    streams.status[slot] = facts.status;
    streams.expectedBytes[slot] = facts.contentLength;
    return last ? this.#end(slot) : PENDING;
  }

  data(slot: number, bytes: Uint8Array, from: number, to: number, last: boolean): number {
    const streams = this.#streams;
    if (streams.stage[slot] !== AWAITING_END) return this.#broken('content before the headers');
    streams.bodyBytes[slot]! += to - from;
    if (to > from) this.#onBody?.(slot, bytes, from, to);
    return last ? this.#end(slot) : PENDING;
  }

  #end(slot: number): number {
    const streams = this.#streams;
    const status = streams.status[slot]!;
    const expected = streams.expectedBytes[slot]!;
    const bodyless = streams.headers[slot]!.toHead || status === NO_CONTENT || status === NOT_MODIFIED;
    if (expected >= 0 && !bodyless && expected !== streams.bodyBytes[slot]) {
      return this.#broken('content of another length than its content-length');
    }
    return this.#statuses.of(status);
  }

  #broken(text: string): number {
    this.#notes.noteError(this.#notes.protocolOutcome, text);
    return this.#notes.protocolOutcome;
  }
}
