import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls, createSecureContext, type SecureContext } from 'node:tls';
import { type Http1TlsOptions, TransportOptionError } from './http1-options.js';

/** How long a socket that the server promised to close may linger before it is destroyed. */
const LINGER_NS = 1e9;

/**
 * What a connection hears from its sockets. Everything comes with the number of the life that the socket was dialled
 * for, so that what a replaced socket still has to say can be told apart and not heard.
 */
export interface SocketOwner {
  /** TCP is connected, TLS begins. Only with TLS. */
  handshaking(life: number): void;
  /** The first request can be written. */
  ready(life: number): void;
  /** `length` bytes are in the read buffer, for the duration of the call. */
  read(life: number, length: number): void;
  failed(life: number, error: Error): void;
  /** Nothing more will be read. */
  ended(life: number): void;
}

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

  /** Throws TransportOptionError when the certificates or keys cannot be read. */
  constructor(host: string, port: number, tls: Http1TlsOptions | undefined) {
    this.#host = host;
    this.#port = port;
    this.#tls = tls;
    try {
      this.#secureContext = tls === undefined ? undefined : createSecureContext(tls);
    } catch (error) {
      throw new TransportOptionError('tls', error instanceof Error ? error.message : String(error));
    }
  }

  get encrypted(): boolean {
    return this.#tls !== undefined;
  }

  /** Begins to connect. Never throws; the owner hears of everything in a later turn. */
  dial(life: number, owner: SocketOwner, buffer: Buffer): Socket {
    const socket = this.#connect({
      buffer,
      callback: (length) => {
        owner.read(life, length);
        return true;
      },
    });
    socket.setNoDelay(true);
    if (this.encrypted) socket.once('connect', () => owner.handshaking(life));
    socket.once(this.encrypted ? 'secureConnect' : 'connect', () => owner.ready(life));
    socket.on('error', (error) => owner.failed(life, error));
    socket.once('end', () => owner.ended(life));
    socket.once('close', () => {
      this.#live.delete(socket);
      this.#lingering.delete(socket);
      owner.ended(life);
      if (this.#live.size === 0) this.#onAllClosed?.();
    });
    this.#live.add(socket);
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

  #connect(onread: OnReadOpts): Socket {
    const target = { host: this.address, port: this.#port, onread };
    if (this.#tls === undefined) return connectTcp({ ...target, autoSelectFamily: false });
    const named = this.#tls.servername ?? (isIP(this.#host) === 0 ? this.#host : undefined);
    return connectTls({
      ...this.#tls,
      ...target,
      ...(named === undefined ? {} : { servername: named }),
      ...(this.#secureContext === undefined ? {} : { secureContext: this.#secureContext }),
      ALPNProtocols: ['http/1.1'],
    });
  }
}
