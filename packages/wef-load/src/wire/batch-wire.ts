/** What a wire form says of an answer that came with status 200. */
export const ACCEPTED = 0;
/** This part of the batch was accepted, and the next one is ready to be sent. */
export const NEXT_PART = 1;
/** It is not the acknowledgement that the wire form asks for. */
export const REFUSED = 2;

export type AnswerVerdict = typeof ACCEPTED | typeof NEXT_PART | typeof REFUSED;

/** A batch that is to be sent. */
export interface Batch {
  readonly firstRecordId: number;
  readonly count: number;
  /** When it was due: milliseconds since 1970, with their fraction. */
  readonly dueEpochMs: number;
  readonly machine: number;
}

/** A wire form: how batches become requests, and which answers acknowledge them. Slots are those of the transport below. */
export interface BatchWire {
  /** Bytes of the request to be sent on the slot. */
  bytesFor(slot: number): Uint8Array;
  /** Makes the batch, or its first part, the request of the slot. */
  begin(slot: number, batch: Batch): void;
  /** The same part is to be sent once more. */
  again(slot: number): void;
  /** A piece of the answer's body. */
  feed(slot: number, bytes: Uint8Array, start: number, end: number): void;
  /** The answer is complete, with status 200. */
  answered(slot: number): AnswerVerdict;
  /** What was said instead of the first acknowledgement that did not come. */
  readonly firstRefusal: string | undefined;
}
