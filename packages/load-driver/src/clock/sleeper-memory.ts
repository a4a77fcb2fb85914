/** What the sender and its sleeping thread share. */
export interface SleeperMemory {
  /** Int32: `SEQUENCE` changes with every wake-up asked for, `CLOSED` is 1 when the thread is to end. */
  readonly control: Int32Array;
  /** One number: when to wake, in the sender's nanoseconds; Infinity for not at all. */
  readonly atNs: Float64Array;
}

export const SEQUENCE = 0;
export const CLOSED = 1;
const CONTROL_BYTES = 8;

export function sleeperMemory(
  shared = new SharedArrayBuffer(CONTROL_BYTES + Float64Array.BYTES_PER_ELEMENT),
): SleeperMemory & { readonly shared: SharedArrayBuffer } {
  return {
    shared,
    control: new Int32Array(shared, 0, CONTROL_BYTES / Int32Array.BYTES_PER_ELEMENT),
    atNs: new Float64Array(shared, CONTROL_BYTES, 1),
  };
}

/** What the thread is born with. */
export interface SleeperBirth {
  readonly shared: SharedArrayBuffer;
  /** `process.hrtime` when the sender's clock stood at 0: the one clock that all threads have in common. */
  readonly originHrNs: bigint;
  /** How much earlier than asked the thread wakes: what a message to the sender takes. */
  readonly leadNs: number;
}
