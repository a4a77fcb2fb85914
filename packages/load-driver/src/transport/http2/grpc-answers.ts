import { OK, type OutcomeTable } from '../outcome-table.js';
import { type AnswerReader, type OnContent, type OutcomeNotes, PENDING } from './answer-reader.js';
import { decodeGrpcMessage, GrpcOutcomes, grpcStatusName } from './grpc-status.js';
import { ABSENT, type HeaderFacts } from './header-facts.js';
import { MessageAssembler } from './message-assembler.js';
import { readUint32 } from './protocol.js';
import { AWAITING_END, AWAITING_HEADERS, type StreamTable } from './stream-table.js';

/** A flag that says whether the message is compressed, and its length (grpc/doc/PROTOCOL-HTTP2.md, Length-Prefixed-Message). */
export const PREFIX_BYTES = 5;
const HTTP_OK = 200;
/** How much of a grpc-message is kept, for a person to read. */
const MOST_SAID = 1000;

export interface GrpcAnswerOptions {
  readonly outcomes: OutcomeTable;
  readonly isSuccess: (status: number) => boolean;
  readonly onMessage: OnContent | undefined;
  readonly maxMessageBytes: number;
}

/**
 * Answers of unary gRPC calls: headers, one message, trailers with grpc-status; or trailers only. A status other than
 * success is the outcome `GRPC_<NAME>`, whatever else came; success needs its one message in full.
 */
export class GrpcAnswers implements AnswerReader {
  readonly #streams: StreamTable<unknown>;
  readonly #notes: OutcomeNotes;
  readonly #outcomes: GrpcOutcomes;
  readonly #compressedOutcome: number;
  readonly #tooLargeOutcome: number;
  readonly #maxMessageBytes: number;
  readonly #assembler: MessageAssembler | undefined;

  constructor(streams: StreamTable<unknown>, notes: OutcomeNotes, options: GrpcAnswerOptions) {
    const { outcomes, isSuccess, onMessage, maxMessageBytes } = options;
    this.#streams = streams;
    this.#notes = notes;
    this.#outcomes = new GrpcOutcomes(outcomes, isSuccess);
    this.#compressedOutcome = outcomes.codeOf('GRPC_COMPRESSED');
    this.#tooLargeOutcome = outcomes.codeOf('GRPC_RESOURCE_EXHAUSTED');
    this.#maxMessageBytes = maxMessageBytes;
    this.#assembler = onMessage && new MessageAssembler(streams.count, onMessage);
  }

  headers(slot: number, facts: HeaderFacts, last: boolean): number {
    const streams = this.#streams;
    if (facts.malformed !== '') return this.#broken(facts.malformed);
    if (streams.stage[slot] === AWAITING_HEADERS) {
      if (facts.status === ABSENT) return this.#broken('no :status');
      if (facts.status < HTTP_OK) {
        return last ? this.#broken('an informational answer without the final one') : PENDING;
      }
      streams.stage[slot] = AWAITING_END;
      streams.status[slot] = facts.status;
      if (!last && facts.status === HTTP_OK && !facts.isGrpc) {
        return this.#broken('content-type is not application/grpc: is this a gRPC service?');
      }
    } else if (facts.status !== ABSENT || !last) {
      return this.#broken('a second block of headers that is no trailer');
    }
    return last ? this.#end(slot, facts) : PENDING;
  }

  data(slot: number, bytes: Uint8Array, from: number, to: number, last: boolean): number {
    const streams = this.#streams;
    if (streams.stage[slot] !== AWAITING_END) return this.#broken('a message before the headers');
    // With another status than 200, content is for people (a proxy's error page), not a message.
    if (to > from && streams.status[slot] === HTTP_OK) {
      const outcome = this.#message(slot, bytes, from, to);
      if (outcome !== PENDING) return outcome;
    }
    return last ? this.#unstated(slot) : PENDING;
  }

  #message(slot: number, bytes: Uint8Array, from: number, to: number): number {
    const streams = this.#streams;
    let at = from;
    if (streams.prefixBytes[slot]! < PREFIX_BYTES) {
      if (streams.prefixBytes[slot] === 0 && bytes[from] !== 0) return this.#refusedFlag(bytes[from]!);
      at = this.#prefix(slot, bytes, from, to);
      if (streams.prefixBytes[slot]! < PREFIX_BYTES) return PENDING;
      if (streams.messageBytes[slot]! > this.#maxMessageBytes) return this.#tooLarge();
      streams.expectedBytes[slot] = streams.messageBytes[slot]!;
    }
    const rest = to - at;
    const expected = streams.expectedBytes[slot]!;
    if (rest > expected) return this.#broken('more than one message, or one that is longer than it says');
    streams.expectedBytes[slot] = expected - rest;
    streams.bodyBytes[slot]! += rest;
    this.#assembler?.add(slot, bytes, at, to, streams.messageBytes[slot]!, expected - rest);
    return PENDING;
  }

  /** Reads the prefix, or what has come of it. Returns where the message goes on. */
  #prefix(slot: number, bytes: Uint8Array, from: number, to: number): number {
    const { prefixBytes, messageBytes } = this.#streams;
    if (prefixBytes[slot] === 0 && to - from >= PREFIX_BYTES) {
      prefixBytes[slot] = PREFIX_BYTES;
      messageBytes[slot] = readUint32(bytes, from + 1);
      return from + PREFIX_BYTES;
    }
    let at = from;
    for (; at < to && prefixBytes[slot]! < PREFIX_BYTES; at++) {
      // The flag comes first and is 0 here, so that it may be counted as a digit.
      const higher = prefixBytes[slot] === 0 ? 0 : messageBytes[slot]!;
      messageBytes[slot] = higher * 256 + bytes[at]!;
      prefixBytes[slot]!++;
    }
    return at;
  }

  /** The stream ends with a block of headers: with its status. */
  #end(slot: number, facts: HeaderFacts): number {
    const streams = this.#streams;
    if (facts.grpcStatus < 0) {
      return facts.grpcStatus === ABSENT
        ? this.#unstated(slot)
        : this.#broken('a grpc-status that is no number');
    }
    const outcome = this.#outcomes.ofStatus(facts.grpcStatus);
    if (facts.grpcStatus !== 0) {
      if (outcome !== OK) this.#noteStatus(outcome, facts);
      return outcome;
    }
    if (streams.prefixBytes[slot] === PREFIX_BYTES && streams.expectedBytes[slot] === 0) return outcome;
    return this.#broken(
      streams.prefixBytes[slot] === 0
        ? 'status OK without a message'
        : 'status OK, but the message is not complete',
    );
  }

  /** The stream has ended without grpc-status. */
  #unstated(slot: number): number {
    const status = this.#streams.status[slot]!;
    if (status === HTTP_OK) return this.#broken('no grpc-status');
    const outcome = this.#outcomes.ofHttpStatus(status);
    this.#notes.noteError(outcome, `HTTP status ${status}, no grpc-status`);
    return outcome;
  }

  #noteStatus(outcome: number, facts: HeaderFacts): void {
    if (this.#notes.hasNote(outcome)) return;
    const said =
      facts.grpcMessage === '' ? 'no grpc-message' : decodeGrpcMessage(facts.grpcMessage.slice(0, MOST_SAID));
    this.#notes.noteError(
      outcome,
      `grpc-status ${facts.grpcStatus} (${grpcStatusName(facts.grpcStatus)}): ${said}`,
    );
  }

  #refusedFlag(flag: number): number {
    if (flag !== 1) return this.#broken('a message with an unknown flag');
    this.#notes.noteError(
      this.#compressedOutcome,
      'the message is compressed, which was not asked for and is not supported',
    );
    return this.#compressedOutcome;
  }

  #tooLarge(): number {
    this.#notes.noteError(this.#tooLargeOutcome, `a message of more than ${this.#maxMessageBytes} bytes`);
    return this.#tooLargeOutcome;
  }

  #broken(text: string): number {
    this.#notes.noteError(this.#notes.protocolOutcome, text);
    return this.#notes.protocolOutcome;
  }
}
