/** What a slot is to do again and again, with the parts that are not to be timed kept apart. */
export interface ItemWork {
  /** Bytes of payload that one operation handles. */
  readonly payloadBytes: number;
  /** Before anything is timed: pools, connections. */
  open?(): Promise<void>;
  /** Makes the input of the slot's next operation. Not timed. */
  prepare(slot: number, sequence: number): void;
  /** The operation. `onSplit` tells when its first half (encrypt, put) is done, where it has two. */
  run(slot: number, onSplit: () => void): Promise<void>;
  /** Whether the operation gave what it must. Not timed. */
  verify(slot: number): Promise<boolean>;
  close?(): Promise<void>;
}
