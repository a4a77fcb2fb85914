import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net';
import {
  type ConnectionOptions,
  connect as connectTls,
  createSecureContext,
  type SecureContext,
} from 'node:tls';
import type { TlsOptions } from './socket-options.js';
import { TransportOptionError } from './transport-option-error.js';

/** How long a socket that nothing more is awaited from may take to close before it is destroyed. */
const LINGER_NS = 1e9;

/**
 * What a connection hears from its sockets. Everything comes with the socket it is about, so that an owner that replaces
 * its socket can tell what the former one still has to say, and not hear it.
 */
export interface SocketOwner {
  /** TCP is connected, TLS begins. Only with TLS. */
  handshaking(socket: Socket): void;
  /** The first bytes can be written. `agreed`: without TLS, or the server has chosen the dialer's protocol (ALPN). */
  ready(socket: Socket, agreed: boolean): void;
  /** `length` bytes are in the read buffer, for the duration of the call. */
  read(socket: Socket, length: number): void;
  failed(socket: Socket, error: Error): void;
  /** Nothing more will be read. */
  ended(socket: Socket): void;
}

/** Makes sockets to one address, and knows every one that is not closed yet. */
export class Dialer {
  /** The IP address that `dial` connects to. Looked up once, so that no connect time ever contains a DNS answer. */
  address = '';
  readonly #host: string;
  readonly #port: number;
  readonly #tls: TlsOptions | undefined;
  readonly #protocol: string;
  /** Made once: reading certificates for every connection costs more than the handshake. */
  readonly #secureContext: SecureContext | undefined;
  readonly #live = new Set<Socket>();
  readonly #lingering = new Map<Socket, number>();
  #onAllClosed: (() => void) | undefined;

  /**
   * @param protocol what is offered in the TLS handshake (ALPN)
   * @throws TransportOptionError when the certificates or keys cannot be read
   */
  constructor(host: string, port: number, tls: TlsOptions | undefined, protocol: string) {
    this.#host = host;
    this.#port = port;
    this.#tls = tls;
    this.#protocol = protocol;
    try {
      this.#secureContext = tls === undefined ? undefined : createSecureContext(tls);
    } catch (error) {
      throw new TransportOptionError('tls', error instanceof Error ? error.message : String(error));
    }
  }

  get encrypted(): boolean {
    return this.#tls !== undefined;
  }

  /** Begins to connect, to read into `buffer`. Never throws; the owner hears of everything in a later turn. */
  dial(owner: SocketOwner, buffer: Buffer): Socket {
    const socket = this.#connect(owner, {
      buffer,
      callback: (length) => {
        owner.read(socket, length);
        return true;
      },
    });
    socket.setNoDelay(true);
    socket.on('error', (error) => owner.failed(socket, error));
    socket.once('end', () => owner.ended(socket));
    socket.once('close', () => {
      this.#live.delete(socket);
      this.#lingering.delete(socket);
      owner.ended(socket);
      if (this.#live.size === 0) this.#onAllClosed?.();
    });
    this.#live.add(socket);
    return socket;
  }

  /** Ends a socket on which nothing more is awaited; what has been written still goes out. */
  end(socket: Socket, nowNs: number): void {
    socket.end();
    this.leaveToServer(socket, nowNs);
  }

  /**
   * Leaves a socket to the server, which has said that it will close it: who closes first keeps the port in TIME_WAIT,
   * and a generator that does so runs out of ports.
   */
  leaveToServer(socket: Socket, nowNs: number): void {
    this.#lingering.set(socket, nowNs + LINGER_NS);
  }

  /** Destroys the sockets that the server has not closed in time. */
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

  #connect(owner: SocketOwner, onread: OnReadOpts): Socket {
    const target = { host: this.address, port: this.#port, onread };
    if (this.#tls === undefined) {
      const socket = connectTcp({ ...target, autoSelectFamily: false });
      socket.once('connect', () => owner.ready(socket, true));
      return socket;
    }
    const named = this.#tls.servername ?? (isIP(this.#host) === 0 ? this.#host : undefined);
    // `onread` reaches the socket's constructor, but the types of node:tls do not have it.
    const options: ConnectionOptions & { onread: OnReadOpts } = {
      ...this.#tls,
      ...target,
      ...(named === undefined ? {} : { servername: named }),
      ...(this.#secureContext === undefined ? {} : { secureContext: this.#secureContext }),
      ALPNProtocols: [this.#protocol],
    };
    const socket = connectTls(options);
    socket.once('connect', () => owner.handshaking(socket));
    socket.once('secureConnect', () => owner.ready(socket, socket.alpnProtocol === this.#protocol));
    return socket;
  }
}
