import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net';
import {
  type ConnectionOptions,
  connect as connectTls,
  createSecureContext,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { type Http1TlsOptions, TransportOptionError } from '../http1/http1-options.js';

/** How long a socket that both sides are done with may take to close before it is destroyed. */
const LINGER_NS = 1e9;
const PROTOCOL_NAME = 'h2';

/** What a connection hears from its socket. */
export interface SocketOwner {
  /** TCP is connected, TLS begins. Only with TLS. */
  handshaking(): void;
  /** The first bytes can be written. With TLS, `offered` tells whether the server takes HTTP/2. */
  ready(offered: boolean): void;
  /** `length` bytes are in the read buffer, for the duration of the call. */
  read(length: number): void;
  failed(error: Error): void;
  /** Nothing more will be read. */
  ended(): void;
}

/** Makes sockets to one address, and knows every one that is not closed yet. */
export class Http2Dialer {
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

  /** Begins to connect. Never throws; the owner hears of everything in a later turn. */
  dial(owner: SocketOwner, buffer: Buffer): Socket {
    const onread: OnReadOpts = {
      buffer,
      callback: (length) => {
        owner.read(length);
        return true;
      },
    };
    const socket =
      this.#tls === undefined ? this.#plain(owner, onread) : this.#secure(this.#tls, owner, onread);
    socket.setNoDelay(true);
    socket.on('error', (error) => owner.failed(error));
    socket.once('end', () => owner.ended());
    socket.once('close', () => {
      this.#live.delete(socket);
      this.#lingering.delete(socket);
      owner.ended();
      if (this.#live.size === 0) this.#onAllClosed?.();
    });
    this.#live.add(socket);
    return socket;
  }

  /** Ends a socket on which nothing more is awaited; what has been written still goes out. */
  end(socket: Socket, nowNs: number): void {
    socket.end();
    this.#lingering.set(socket, nowNs + LINGER_NS);
  }

  /** Destroys the sockets whose server does not close its side. */
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

  #plain(owner: SocketOwner, onread: OnReadOpts): Socket {
    const socket = connectTcp({ host: this.address, port: this.#port, onread, autoSelectFamily: false });
    socket.once('connect', () => owner.ready(true));
    return socket;
  }

  #secure(tls: Http1TlsOptions, owner: SocketOwner, onread: OnReadOpts): TLSSocket {
    const named = tls.servername ?? (isIP(this.#host) === 0 ? this.#host : undefined);
    // `onread` reaches the socket's constructor, but the types of node:tls do not have it.
    const options: ConnectionOptions & { onread: OnReadOpts } = {
      ...tls,
      host: this.address,
      port: this.#port,
      onread,
      ...(named === undefined ? {} : { servername: named }),
      ...(this.#secureContext === undefined ? {} : { secureContext: this.#secureContext }),
      ALPNProtocols: [PROTOCOL_NAME],
    };
    const socket = connectTls(options);
    socket.once('connect', () => owner.handshaking());
    socket.once('secureConnect', () => owner.ready(socket.alpnProtocol === PROTOCOL_NAME));
    return socket;
  }
}
