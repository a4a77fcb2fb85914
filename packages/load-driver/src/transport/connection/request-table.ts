/** What every transport knows of each request under way, by slot: one array per fact, so that a request costs no object. */
export class RequestTable {
  readonly count: number;
  readonly sentNs: Float64Array;
  /** -1 until the first byte of an answer has been read. */
  readonly firstByteNs: Float64Array;
  /** 0 until the request has been handed to a connection. */
  readonly bytesOut: Float64Array;

  constructor(slots: number) {
    this.count = slots;
    this.sentNs = new Float64Array(slots);
    this.firstByteNs = new Float64Array(slots);
    this.bytesOut = new Float64Array(slots);
  }

  protected sent(slot: number, nowNs: number): void {
    this.sentNs[slot] = nowNs;
    this.firstByteNs[slot] = -1;
    this.bytesOut[slot] = 0;
  }
}
