import type { ConnectionCounters } from '../connection/connection-counters.js';

/** What a transport has done with its connections since it was made. */
export interface Http2Counters extends ConnectionCounters {
  /** GOAWAY frames received. */
  goaways: number;
  /** Bytes received that belong to no request: SETTINGS, PING, windows, and what came for streams already given up. */
  controlBytesIn: number;
}
