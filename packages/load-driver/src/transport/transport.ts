/**
 * Where a transport reports what happened. All arguments are plain numbers: no promise, closure or object is made
 * per request. Times are the driver clock's nanoseconds.
 */
export interface CompletionSink {
  /**
   * One request has ended; its slot is free again when this returns, and the sink may call `send` for it from inside.
   *
   * @param slot the slot the request was sent on
   * @param outcome 0 for a complete, acceptable answer, else an `OutcomeTable` code
   * @param bytesOut wire bytes of the request, headers included
   * @param bytesIn wire bytes of the answer so far received, headers included
   * @param bodyBytes bytes of the answer's body (transfer coding and framing removed)
   * @param sentNs when the transport began to work on the request: the write, or the connect if one was needed first
   * @param firstByteNs when the first byte of the answer was read, or -1 if none came
   * @param endNs when the last byte was read, or the failure was noticed
   */
  complete(
    slot: number,
    outcome: number,
    bytesOut: number,
    bytesIn: number,
    bodyBytes: number,
    sentNs: number,
    firstByteNs: number,
    endNs: number,
  ): void;

  /** A connection was established (TLS included) `connectNs` after it was begun. `again` when it replaces a lost one. */
  connected(connectNs: number, again: boolean): void;
}

/**
 * Something that carries requests, a fixed number at a time. The executor owns the slots: it sends on a free one and
 * gets it back through `CompletionSink.complete`, exactly once per `send`.
 */
export interface Transport {
  /** How many requests can be under way at once; slots are numbered from 0. */
  readonly slots: number;
  /** For transports that cannot tell the wire bytes of each request: totals so far, used in place of the sum. */
  readonly wireBytes?: WireByteProbe;
  /**
   * True when a completion may come later than the `endNs` it reports, because untimed work (decoding, checking) lies between. The next
   * request of a closed load is then due when the completion comes; otherwise it is due at `endNs`, which saves reading the clock.
   */
  readonly completesAfterEnd?: boolean;
  /** Binds the sink and makes what can be made beforehand (shared connections). Throws TargetUnreachableError when none can be made. */
  open(sink: CompletionSink): Promise<void>;
  /**
   * Sends the request with this sequence number. Never throws: a failure is a completion. Never completes before returning.
   *
   * @param dueNs when the request was due, for what writes its time into it; the loop always gives it
   */
  send(slot: number, sequence: number, dueNs?: number): void;
  /** Fails what has been under way for longer than the time allowed. Called every few milliseconds with the current time. */
  sweep(nowNs: number): void;
  /** Fails everything under way with the outcome given; each of them still completes exactly once. */
  cancelAll(outcome: number): void;
  /** Closes every connection. Nothing completes afterwards. */
  close(): Promise<void>;
}

/** Wire bytes seen so far, counted at the sockets. */
export interface WireByteProbe {
  bytesIn(): number;
  bytesOut(): number;
}

/** Gives the bytes of each request. Must return the same bytes until the request has completed; must not allocate per call. */
export interface RequestSource {
  bytesFor(slot: number, sequence: number): Uint8Array;
}
