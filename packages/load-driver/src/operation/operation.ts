/**
 * What one generic operation reports. Reuse one object per slot where it matters: the driver reads it before the next
 * call on that slot. Times are the driver clock's nanoseconds.
 */
export interface Outcome {
  /** Undefined for success, else the error class (`HTTP_503`, `GRPC_UNAVAILABLE`, `TIMEOUT`, …). */
  errorClass?: string | undefined;
  /** Bytes of the answer's body: JSON text, protobuf message. */
  bodyBytes: number;
  /** When the first byte (or the first sign) of the answer came, if the client under test tells. */
  firstByteNs?: number;
  /** When the answer was complete, if the operation goes on to do untimed work (decoding, checking). Default: when the promise settles. */
  endNs?: number;
  /** Wire bytes of this request and answer, where the client knows them. */
  wireBytesOut?: number;
  wireBytesIn?: number;
}

/** What an operation is told about the request it is to make. One object per slot, reused. */
export interface OperationContext {
  readonly slot: number;
  /** Counts requests of the phase from 0; with the trial's seed it determines the request. */
  readonly sequence: number;
  /** When the request was handed to the operation: the start of service time. */
  readonly sentNs: number;
  /** Aborted when the request has been given up on (timeout, Ctrl-C). */
  readonly signal: AbortSignal;
}

/**
 * SDK-shaped work: one request through a client library as an application would make it. A rejected promise is a
 * failure of class `error.code`, or the error's name; it never stops the run.
 */
export type Operation = (ctx: OperationContext) => Promise<Outcome>;
