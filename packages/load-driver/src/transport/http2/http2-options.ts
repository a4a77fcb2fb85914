import type { Clock } from '../../clock/clock.js';
import { type ConnectionPolicy, type Http1TlsOptions, TransportOptionError } from '../http1/http1-options.js';
import type { OutcomeTable } from '../outcome-table.js';
import type { OnContent } from './answer-reader.js';
import type { Http2RequestSource } from './http2-request.js';
import { DEFAULT_WINDOW, MOST_WINDOW } from './protocol.js';

/** What `createHttp2Transport` needs to know. */
export interface Http2TransportOptions {
  /** A name, an IPv4 or an IPv6 address (brackets allowed). A name is looked up once, in `open`. */
  readonly host: string;
  readonly port: number;
  /** Present: speak TLS; the server must offer `h2` (ALPN). Absent: HTTP/2 with prior knowledge, as gRPC does it. */
  readonly tls?: Http1TlsOptions;
  /** How many connections; with policy `per-request`, the most at once. */
  readonly connections: number;
  /** Requests under way at once on each connection. What a server allows less of waits, with its time running. */
  readonly streamsPerConnection: number;
  readonly connectionPolicy: ConnectionPolicy;
  /** `http`: any request, success by HTTP status. `grpc`: unary calls, bodies are messages, success by grpc-status. */
  readonly kind: 'http' | 'grpc';
  readonly requests: Http2RequestSource;
  /** Time allowed from send to the end of the answer. Kept by `sweep`, so precise to the interval of its calls. */
  readonly timeoutNs: number;
  /** Time allowed to connect: TCP, TLS, and the server's first SETTINGS. */
  readonly connectTimeoutNs: number;
  /** Which status (HTTP or gRPC, by kind) counts as success. Asked once per status. Default: 200 to 399; gRPC 0. */
  readonly isSuccess?: (status: number) => boolean;
  readonly outcomes: OutcomeTable;
  readonly clock: Clock;
  /** Kind `http`: sees the content of answers, piece by piece. */
  readonly onBody?: OnContent;
  /** Kind `grpc`: sees each message in one piece, before the status of the call is known. */
  readonly onMessage?: OnContent;
  /** Kind `grpc`: a longer message fails with GRPC_RESOURCE_EXHAUSTED. Default: 64 MiB with `onMessage`, else no limit. */
  readonly maxMessageBytes?: number;
  /** Replaces each connection after so many requests. Default: when stream ids are used up, after about 2^30. */
  readonly requestsPerConnection?: number;
  /** Receive window announced for each stream. Default 2^30: large enough never to slow a server down. */
  readonly streamWindowBytes?: number;
  /** Receive window announced for each connection. Default 2^30. */
  readonly connectionWindowBytes?: number;
}

/** Every stream has an odd id below 2^31; some are left out for those that may have to be skipped (see `StreamIds`). */
export const MOST_REQUESTS_PER_CONNECTION = 2 ** 30 - 2 ** 17;
export const DEFAULT_RECEIVE_WINDOW = 2 ** 30;
export const MOST_ASSEMBLED_BYTES = 64 * 2 ** 20;

/** Throws TransportOptionError for the first option that cannot be. */
export function checkHttp2Options(options: Http2TransportOptions): void {
  const { host, port, connections, streamsPerConnection, connectionPolicy, kind } = options;
  if (host === '') throw new TransportOptionError('host', 'must not be empty');
  whole('port', port, 1, 65_535);
  whole('connections', connections, 1, 1_000_000);
  whole('streamsPerConnection', streamsPerConnection, 1, 65_536);
  if (connectionPolicy === 'per-request' && streamsPerConnection !== 1) {
    throw new TransportOptionError(
      'streamsPerConnection',
      'must be 1 when every request makes a connection of its own',
    );
  }
  whole('requestsPerConnection', options.requestsPerConnection ?? 1, 1, MOST_REQUESTS_PER_CONNECTION);
  whole('streamWindowBytes', options.streamWindowBytes ?? DEFAULT_WINDOW, 1, MOST_WINDOW);
  whole(
    'connectionWindowBytes',
    options.connectionWindowBytes ?? DEFAULT_WINDOW,
    DEFAULT_WINDOW,
    MOST_WINDOW,
  );
  whole('maxMessageBytes', options.maxMessageBytes ?? 0, 0, 2 ** 32 - 1);
  positive('timeoutNs', options.timeoutNs);
  positive('connectTimeoutNs', options.connectTimeoutNs);
  const wrong = kind === 'http' ? options.onMessage && 'onMessage' : options.onBody && 'onBody';
  if (wrong) throw new TransportOptionError(wrong, `is not for kind "${kind}"`);
}

function positive(option: string, value: number): void {
  if (!(value > 0)) throw new TransportOptionError(option, `must be above 0, got ${value}`);
}

function whole(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new TransportOptionError(option, `must be a whole number from ${least} to ${most}, got ${value}`);
}
