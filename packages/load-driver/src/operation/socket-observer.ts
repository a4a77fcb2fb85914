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
  const observer = new PortObserver(options);
  if (observers.size === 0) subscribe(CHANNEL, onSocket);
  observers.add(observer);
  return observer;
}

const CHANNEL = 'net.client.socket';
const observers = new Set<PortObserver>();

/** One pair of listeners for each socket, however many observe: from eleven on a socket, Node warns of a leak. */
function onSocket(message: unknown): void {
  const { socket } = message as { socket: Socket };
  const watching = [...observers].map((observer) => ({ observer, beganNs: observer.nowNs() }));
  socket.once('connect', () => {
    for (const { observer, beganNs } of watching) observer.connected(socket, beganNs);
  });
  socket.once('close', () => {
    for (const { observer } of watching) observer.closed(socket);
  });
}

class PortObserver implements SocketObserver {
  opened = 0;
  readonly #o: SocketObserverOptions;
  readonly #live = new Set<Socket>();
  #closedIn = 0;
  #closedOut = 0;

  constructor(options: SocketObserverOptions) {
    this.#o = options;
  }

  nowNs(): number {
    return this.#o.clock.nowNs();
  }

  connected(socket: Socket, beganNs: number): void {
    if (!observers.has(this)) return;
    if (socket.remotePort === undefined || !this.#o.ports.includes(socket.remotePort)) return;
    this.opened++;
    this.#live.add(socket);
    this.#o.onConnect?.(this.nowNs() - beganNs);
  }

  closed(socket: Socket): void {
    if (!this.#live.delete(socket)) return;
    this.#closedIn += socket.bytesRead;
    this.#closedOut += socket.bytesWritten;
  }

  bytesIn(): number {
    let total = this.#closedIn;
    for (const socket of this.#live) total += socket.bytesRead;
    return total;
  }

  bytesOut(): number {
    let total = this.#closedOut;
    for (const socket of this.#live) total += socket.bytesWritten;
    return total;
  }

  stop(): void {
    if (observers.delete(this) && observers.size === 0) unsubscribe(CHANNEL, onSocket);
    this.#live.clear();
  }
}
