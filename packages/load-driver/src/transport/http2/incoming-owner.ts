/** What a connection does about what comes in. */
export interface IncomingOwner {
  /** The server's first SETTINGS have come. */
  greeted(): void;
  /** How many streams the server allows at once has changed. */
  limited(streams: number): void;
  /** The stream of a slot has ended with this outcome, which is an answer's. */
  finished(slot: number, outcome: number): void;
  /** The stream of a slot is given up: the server is told so with this error code. */
  gaveUp(slot: number, code: number, outcome: number): void;
  /** The server has reset the stream of a slot. */
  wasReset(slot: number, code: number): void;
  /** The server wants no more streams, and has not begun with those above `lastId`. */
  goingAway(lastId: number, code: number, debug: string): void;
  /** The server has broken the protocol: the connection is lost, and it is told why with this code. */
  broken(code: number, text: string): void;
}
