/** The columns of rows that wait for their row group. */
export interface RowColumns {
  readonly timestampUs: BigInt64Array;
  readonly recordId: BigInt64Array;
  readonly receivedAtUs: BigInt64Array;
  readonly sourceHost: readonly string[];
  readonly subscriptionId: readonly (string | null)[];
  readonly eventData: readonly Uint8Array[];
}

/** One row. One object is filled anew for each event. */
export interface Row {
  timestampUs: number;
  recordId: bigint;
  receivedAtUs: number;
  sourceHost: string;
  subscriptionId: string | null;
}

const FIRST_CAPACITY = 1024;

/** Rows of one partition. Their event data are parts of an arena, and valid as long as it is. */
export class PartitionRows {
  #timestampUs = new BigInt64Array(FIRST_CAPACITY);
  #recordId = new BigInt64Array(FIRST_CAPACITY);
  #receivedAtUs = new BigInt64Array(FIRST_CAPACITY);
  #sourceHost: string[] = [];
  #subscriptionId: (string | null)[] = [];
  #eventData: Uint8Array[] = [];
  #jsonBytes = 0;

  get count(): number {
    return this.#eventData.length;
  }

  get jsonBytes(): number {
    return this.#jsonBytes;
  }

  add(row: Row, eventData: Uint8Array): void {
    const index = this.count;
    if (index === this.#timestampUs.length) this.#grow();
    this.#timestampUs[index] = BigInt(row.timestampUs);
    this.#recordId[index] = row.recordId;
    this.#receivedAtUs[index] = BigInt(row.receivedAtUs);
    this.#sourceHost.push(row.sourceHost);
    this.#subscriptionId.push(row.subscriptionId);
    this.#eventData.push(eventData);
    this.#jsonBytes += eventData.length;
  }

  columns(): RowColumns {
    return {
      timestampUs: this.#timestampUs.subarray(0, this.count),
      recordId: this.#recordId.subarray(0, this.count),
      receivedAtUs: this.#receivedAtUs.subarray(0, this.count),
      sourceHost: this.#sourceHost,
      subscriptionId: this.#subscriptionId,
      eventData: this.#eventData,
    };
  }

  clear(): void {
    this.#sourceHost = [];
    this.#subscriptionId = [];
    this.#eventData = [];
    this.#jsonBytes = 0;
  }

  #grow(): void {
    this.#timestampUs = twice(this.#timestampUs);
    this.#recordId = twice(this.#recordId);
    this.#receivedAtUs = twice(this.#receivedAtUs);
  }
}

function twice(values: BigInt64Array): BigInt64Array<ArrayBuffer> {
  const larger = new BigInt64Array(values.length * 2);
  larger.set(values);
  return larger;
}
