/** What every transport on sockets has done with its connections since it was made. */
export interface ConnectionCounters {
  /** Connections established (TLS included; with HTTP/2, the server's first SETTINGS too). */
  connected: number;
  /** Of them, those that replaced a lost or retired one. */
  reconnected: number;
  /** Attempts that failed. */
  connectFailed: number;
  /** Connections that the server closed or reset while nothing was under way on them: no request failed. */
  closedWhileIdle: number;
}

/** Nothing done yet. */
export function noConnections(): ConnectionCounters {
  return { connected: 0, reconnected: 0, connectFailed: 0, closedWhileIdle: 0 };
}
