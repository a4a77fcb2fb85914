import type { ConnectionOptions } from 'node:tls';
import type { Clock } from '../../clock/clock.js';
import type { OutcomeTable } from '../outcome-table.js';
import { TransportOptionError } from './transport-option-error.js';

/** How to speak TLS to the target; the names are those of node:tls. ALPN is the transport's own: `http/1.1` or `h2`. */
export type TlsOptions = Pick<
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
 *   the port in TIME_WAIT for a minute: let it be the server (in HTTP/1.1 by sending `Connection: close` with the
 *   request), or a remote target is limited to some 470 requests per second (28,000 ephemeral ports over 60 s). Beyond
 *   that, requests fail with CONNECT_EADDRNOTAVAIL. On loopback Linux reuses ports after a second.
 */
export type ConnectionPolicy = 'shared' | 'per-request';

/** What every transport on sockets needs to know, whichever protocol it speaks. */
export interface SocketOptions {
  /** A name, an IPv4 or an IPv6 address (brackets allowed). A name is looked up once, in `open`. */
  readonly host: string;
  readonly port: number;
  /** Present: speak TLS. */
  readonly tls?: TlsOptions;
  /** How many connections; with policy `per-request`, the most at once. */
  readonly connections: number;
  readonly connectionPolicy: ConnectionPolicy;
  /** Time allowed from send to the end of the answer. Kept by `sweep`, so precise to the interval of its calls. */
  readonly timeoutNs: number;
  /** Time allowed to connect, TLS handshake included. */
  readonly connectTimeoutNs: number;
  readonly outcomes: OutcomeTable;
  readonly clock: Clock;
}

/**
 * Throws TransportOptionError for the first option that cannot be.
 *
 * @param requestsOption the option that says how many requests may be under way on a connection at once, and
 * @param requestsAtOnce its value
 */
export function checkSocketOptions(
  options: SocketOptions,
  requestsOption: string,
  requestsAtOnce: number,
): void {
  if (options.host === '') throw new TransportOptionError('host', 'must not be empty');
  checkWhole('port', options.port, 1, 65_535);
  checkWhole('connections', options.connections, 1, 1_000_000);
  checkWhole(requestsOption, requestsAtOnce, 1, 65_536);
  if (options.connectionPolicy === 'per-request' && requestsAtOnce !== 1) {
    throw new TransportOptionError(
      requestsOption,
      'must be 1 when every request makes a connection of its own',
    );
  }
  checkPositive('timeoutNs', options.timeoutNs);
  checkPositive('connectTimeoutNs', options.connectTimeoutNs);
}

/** Throws TransportOptionError unless the value is a whole number from `least` to `most`. */
export function checkWhole(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new TransportOptionError(option, `must be a whole number from ${least} to ${most}, got ${value}`);
}

function checkPositive(option: string, value: number): void {
  if (!(value > 0)) throw new TransportOptionError(option, `must be above 0, got ${value}`);
}
