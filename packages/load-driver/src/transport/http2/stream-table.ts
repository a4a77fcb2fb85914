import { RequestTable } from '../connection/request-table.js';
import type { PreparedHeaders } from './prepared-headers.js';

const NO_BYTES: Uint8Array = Buffer.alloc(0);

/** Nothing under way on the slot, or nothing sent yet. */
export const AWAITING_HEADERS = 0;
/** The final headers have come. */
export const AWAITING_END = 1;

/** What HTTP/2 knows of each request under way. While a slot is free, its `sentNs` is +∞: never overdue. */
export class StreamTable<Owner> extends RequestTable {
  readonly bytesIn: Float64Array;
  readonly bodyBytes: Float64Array;
  /** 0 while the request waits for a connection or a stream. */
  readonly streamId: Int32Array;
  /** How much of the answer has been read. */
  readonly stage: Uint8Array;
  /** The answer's HTTP status, once known. */
  readonly status: Int16Array;
  /** Bytes of the request's body, framing included, that have not been handed to the outbox. */
  readonly unsentBytes: Float64Array;
  /** How many of them the stream's window takes; kept only while some are unsent. */
  readonly sendWindow: Float64Array;
  /** Bytes received on the stream since its window was replenished. */
  readonly unreplenished: Float64Array;
  /** HTTP: the answer's content-length, or -1. gRPC: bytes of its message still to come. */
  readonly expectedBytes: Float64Array;
  /** gRPC: bytes of the message's prefix that have been read, 5 for a whole one. */
  readonly prefixBytes: Uint8Array;
  /** gRPC: the length that the prefix states. */
  readonly messageBytes: Float64Array;
  readonly headers: PreparedHeaders[];
  readonly body: Uint8Array[];
  /** What carries the request; undefined when the slot is free. */
  readonly owner: (Owner | undefined)[];

  constructor(slots: number, noHeaders: PreparedHeaders) {
    super(slots);
    this.sentNs.fill(Number.POSITIVE_INFINITY);
    this.bytesIn = new Float64Array(slots);
    this.bodyBytes = new Float64Array(slots);
    this.streamId = new Int32Array(slots);
    this.stage = new Uint8Array(slots);
    this.status = new Int16Array(slots);
    this.unsentBytes = new Float64Array(slots);
    this.sendWindow = new Float64Array(slots);
    this.unreplenished = new Float64Array(slots);
    this.expectedBytes = new Float64Array(slots);
    this.prefixBytes = new Uint8Array(slots);
    this.messageBytes = new Float64Array(slots);
    this.headers = new Array<PreparedHeaders>(slots).fill(noHeaders);
    this.body = new Array<Uint8Array>(slots).fill(NO_BYTES);
    this.owner = new Array<Owner | undefined>(slots).fill(undefined);
  }

  begin(slot: number, headers: PreparedHeaders, body: Uint8Array, nowNs: number): void {
    this.headers[slot] = headers;
    this.body[slot] = body;
    this.sent(slot, nowNs);
    this.bytesIn[slot] = 0;
    this.bodyBytes[slot] = 0;
    this.streamId[slot] = 0;
    this.stage[slot] = AWAITING_HEADERS;
    this.status[slot] = 0;
    this.unsentBytes[slot] = 0;
    this.unreplenished[slot] = 0;
    this.expectedBytes[slot] = -1;
    this.prefixBytes[slot] = 0;
  }
}
