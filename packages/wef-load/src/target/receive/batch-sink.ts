/** A checked batch on its way to the spool. */
export interface AcceptedBatch {
  /** UTF-8; belongs to the receiver again once the sink has answered. */
  readonly body: Buffer;
  /** The events lie from here to `end`. */
  readonly start: number;
  readonly end: number;
  readonly events: number;
  /** True for wire form `ws-man`, where each event is CDATA of an element of its own. */
  readonly wrapped: boolean;
  readonly subscriptionId: string | null;
  readonly receivedAtMs: number;
}

/** Where accepted batches go. */
export interface BatchSink {
  /** Whether a batch would be refused now: asked before its body is read. */
  isFull(): boolean;
  /**
   * Takes a batch. Fulfilled with true when it may be acknowledged, with false where there is no room.
   * @throws Error when it could not be kept
   */
  accept(batch: AcceptedBatch): Promise<boolean>;
}

/** Takes everything and keeps nothing: a collector that only receives. */
export const discardingSink: BatchSink = {
  isFull: () => false,
  accept: () => Promise.resolve(true),
};
