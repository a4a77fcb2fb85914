import { RequestTable } from '../connection/request-table.js';

const NO_BYTES: Uint8Array = Buffer.alloc(0);
const HEAD = Buffer.from('HEAD ');

/** What HTTP/1.1 knows of each request under way. */
export class SlotTable extends RequestTable {
  /** Which life of its connection carries the request: what a lost connection takes with it. */
  readonly life: Float64Array;
  readonly toHead: Uint8Array;
  readonly bytes: Uint8Array[];

  constructor(slots: number) {
    super(slots);
    this.life = new Float64Array(slots);
    this.toHead = new Uint8Array(slots);
    this.bytes = new Array<Uint8Array>(slots).fill(NO_BYTES);
  }

  begin(slot: number, bytes: Uint8Array, nowNs: number): void {
    this.sent(slot, nowNs);
    this.bytes[slot] = bytes;
    // Answers to HEAD never have a body. Read from the bytes themselves, so that no table of mixed requests can get it
    // wrong; for any other method it costs the comparison of one byte.
    this.toHead[slot] = beginsWithHead(bytes) ? 1 : 0;
  }
}

function beginsWithHead(bytes: Uint8Array): boolean {
  for (let i = 0; i < HEAD.length; i++) if (bytes[i] !== HEAD[i]) return false;
  return true;
}
