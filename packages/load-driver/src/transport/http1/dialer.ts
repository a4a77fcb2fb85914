import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls';
import type { Http1TlsOptions } from './http1-options.js';

/** How long a socket that the server promised to close may linger before it is destroyed. */
const LINGER_NS = 1e9;

/** Makes sockets to one address, and knows every one that is not closed yet. */
export class Dialer {
  /** The IP address that `dial` connects to. Looked up once, so that no connect time ever contains a DNS answer. */
  address = '';
  readonly #host: string;
  readonly #port: number;
  readonly #tls: Http1TlsOptions | undefined;
  /** Made once: reading certificates for every connection costs more than the handshake. */
  readonly #secureContext: SecureContext | undefined;
  readonly #live = new Set<Socket>();
  readonly #lingering = new Map<Socket, number>();
  #onAllClosed: (() => void) | undefined;

  constructor(host: string, port: number, tls: Http1TlsOptions | undefined) {
    this.#host = host;
    this.#port = port;
    this.#tls = tls;
    this.#secureContext = tls === undefined ? undefined : createSecureContext(tls);
  }

  get encrypted(): boolean {
    return this.#tls !== undefined;
  }

  /** The event that says a dialled socket is ready for the first request. */
  get readyEvent(): 'connect' | 'secureConnect' {
    return this.encrypted ? 'secureConnect' : 'connect';
  }

  dial(onread: OnReadOpts): Socket {
    const socket = this.#open(onread);
    socket.setNoDelay(true);
    this.#live.add(socket);
    socket.once('close', () => {
      this.#live.delete(socket);
      this.#lingering.delete(socket);
      if (this.#live.size === 0) this.#onAllClosed?.();
    });
    return socket;
  }

  /**
   * Leaves a socket to the server, which has said that it will close it: who closes first keeps the port in TIME_WAIT,
   * and a generator that does so runs out of ports.
   */
  leaveToServer(socket: Socket, nowNs: number): void {
    this.#lingering.set(socket, nowNs + LINGER_NS);
  }

  /** Destroys the sockets whose server has not kept its promise. */
  sweep(nowNs: number): void {
    if (this.#lingering.size === 0) return;
    for (const [socket, deadlineNs] of this.#lingering) if (nowNs > deadlineNs) socket.destroy();
  }

  /** Destroys every socket and resolves when all are closed. */
  async close(): Promise<void> {
    if (this.#live.size === 0) return;
    const allClosed = new Promise<void>((resolve) => {
      this.#onAllClosed = resolve;
    });
    for (const socket of this.#live) socket.destroy();
    await allClosed;
  }

  #open(onread: OnReadOpts): Socket {
    const address = { host: this.address, port: this.#port, onread };
    if (this.#tls === undefined) return connectTcp({ ...address, autoSelectFamily: false });
    const named = this.#tls.servername ?? (isIP(this.#host) === 0 ? this.#host : undefined);
    return connectTls({
      ...this.#tls,
      ...address,
      ...(named === undefined ? {} : { servername: named }),
      ...(this.#secureContext === undefined ? {} : { secureContext: this.#secureContext }),
      ALPNProtocols: ['http/1.1'],
    });
  }
}
