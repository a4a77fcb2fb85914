/** What a transport has done with its connections since it was made. */
export interface Http2Counters {
  /** Connections established: TCP, TLS and the server's first SETTINGS. */
  connected: number;
  /** Of them, those that replaced a lost or retired one. */
  reconnected: number;
  /** Attempts that failed. */
  connectFailed: number;
  /** Connections that the server closed or reset while nothing was under way on them: no request failed. */
  closedWhileIdle: number;
  /** GOAWAY frames received. */
  goaways: number;
  /** Bytes received that belong to no request: SETTINGS, PING, windows, and what came for streams already given up. */
  controlBytesIn: number;
}
