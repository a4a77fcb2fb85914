import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import type { Clock } from '../clock/clock.js';
import type { WireByteProbe } from '../transport/transport.js';

export interface SocketObserverOptions {
  /** Only sockets to these ports are counted. */
  readonly ports: readonly number[];
  readonly clock: Clock;
  /** A connection was established. */
  readonly onConnect?: (connectNs: number) => void;
}

/** Sees the sockets a client library opens, whichever library it is. */
export interface SocketObserver extends WireByteProbe {
  readonly opened: number;
  stop(): void;
}

/**
 * Counts the bytes on the wire and times the connects of every client socket of this process to the given ports,
 * through Node's `net.client.socket` diagnostics channel: works for undici, grpc-js and the AWS SDK alike, TLS bytes
 * as they are on the wire. What other parts of the process send to the same ports is counted too.
 */
export function observeSockets(options: SocketObserverOptions): SocketObserver {
  const { ports, clock, onConnect } = options;
  const live = new Set<Socket>();
  let closedIn = 0;
  let closedOut = 0;
  let opened = 0;
  const onSocket = (message: unknown): void => {
    const { socket } = message as { socket: Socket };
    const beganNs = clock.nowNs();
    socket.once('connect', () => {
      if (socket.remotePort === undefined || !ports.includes(socket.remotePort)) return;
      opened++;
      live.add(socket);
      onConnect?.(clock.nowNs() - beganNs);
    });
    socket.once('close', () => {
      if (!live.delete(socket)) return;
      closedIn += socket.bytesRead;
      closedOut += socket.bytesWritten;
    });
  };
  subscribe('net.client.socket', onSocket);
  const sum = (closed: number, bytesOf: (socket: Socket) => number): number => {
    let total = closed;
    for (const socket of live) total += bytesOf(socket);
    return total;
  };
  return {
    get opened() {
      return opened;
    },
    bytesIn: () => sum(closedIn, (socket) => socket.bytesRead),
    bytesOut: () => sum(closedOut, (socket) => socket.bytesWritten),
    stop: () => {
      unsubscribe('net.client.socket', onSocket);
      live.clear();
    },
  };
}
