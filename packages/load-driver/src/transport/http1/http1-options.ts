import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Clock } from '../../clock/clock.js';
import type { OutcomeTable } from '../outcome-table.js';
import type { RequestSource } from '../transport.js';

/** How to speak TLS to the target; the names are those of node:tls. ALPN is always `http/1.1`. */
export type Http1TlsOptions = Pick<
  ConnectionOptions,
  | 'ca'
  | 'cert'
  | 'ciphers'
  | 'key'
  | 'maxVersion'
  | 'minVersion'
  | 'passphrase'
  | 'pfx'
  | 'rejectUnauthorized'
  | 'servername'
>;

/**
 * - `shared`: connections are made once and kept; one that is lost is made again by the next request on it.
 * - `per-request`: every request makes a connection of its own and closes it after the answer. Who closes first keeps
 *   the port in TIME_WAIT for a minute: let it be the server, by sending `Connection: close` with the request, or a
 *   remote target is limited to some 470 requests per second (28,000 ephemeral ports over 60 s). Beyond that,
 *   requests fail with CONNECT_EADDRNOTAVAIL. On loopback Linux reuses ports after a second.
 */
export type ConnectionPolicy = 'shared' | 'per-request';

/** Takes a piece of an answer's body: `bytes[start, end)`, valid only during the call. */
export type OnBody = (slot: number, bytes: Uint8Array, start: number, end: number) => void;

/** What `createHttp1Transport` needs to know. */
export interface Http1TransportOptions {
  /** A name, an IPv4 or an IPv6 address (brackets allowed). A name is looked up once, in `open`. */
  readonly host: string;
  readonly port: number;
  /** Present: speak TLS. */
  readonly tls?: Http1TlsOptions;
  /** How many connections; with policy `per-request`, the most at once. */
  readonly connections: number;
  /** Requests under way at once on each connection. Default 1, which is what nearly every client does. */
  readonly pipelining?: number;
  readonly connectionPolicy: ConnectionPolicy;
  readonly requests: RequestSource;
  /** Time allowed from send to the last byte of the answer. Kept by `sweep`, so precise to the interval of its calls. */
  readonly timeoutNs: number;
  /** Time allowed to connect, TLS handshake included. */
  readonly connectTimeoutNs: number;
  /** Which status counts as success. Asked once per status when the transport is made. Default: 200 to 399. */
  readonly isSuccess?: (status: number) => boolean;
  readonly outcomes: OutcomeTable;
  readonly clock: Clock;
  /** Sees the bodies of answers (chunk framing removed). Costs a call per read; leave it out to skip bodies unseen. */
  readonly onBody?: OnBody;
}

/** Options of a transport that contradict themselves or are out of range. */
export class TransportOptionError extends Error {
  override readonly name = 'TransportOptionError';
  readonly code = 'ERR_TRANSPORT_OPTION';
  /** The option at fault. */
  readonly option: string;

  constructor(option: string, problem: string) {
    super(`transport option "${option}": ${problem}`);
    this.option = option;
  }
}

/** Throws TransportOptionError for the first option that cannot be. */
export function checkHttp1Options(options: Http1TransportOptions): void {
  const { host, port, connections, pipelining = 1, connectionPolicy, timeoutNs, connectTimeoutNs } = options;
  if (host === '') throw new TransportOptionError('host', 'must not be empty');
  whole('port', port, 1, 65_535);
  whole('connections', connections, 1, 1_000_000);
  whole('pipelining', pipelining, 1, 65_536);
  if (connectionPolicy === 'per-request' && pipelining !== 1) {
    throw new TransportOptionError(
      'pipelining',
      'must be 1 when every request makes a connection of its own',
    );
  }
  if (!(timeoutNs > 0)) throw new TransportOptionError('timeoutNs', `must be above 0, got ${timeoutNs}`);
  if (!(connectTimeoutNs > 0)) {
    throw new TransportOptionError('connectTimeoutNs', `must be above 0, got ${connectTimeoutNs}`);
  }
}

function whole(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new TransportOptionError(option, `must be a whole number from ${least} to ${most}, got ${value}`);
}

/** `example.com:80`, `[::1]:80`: the target as a user writes it. */
export function displayAddress(host: string, port: number): string {
  return isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
}

/** The host without the brackets that a URL puts around an IPv6 address. */
export function bareHost(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}
