import {
  checkSocketOptions,
  checkWhole,
  type SocketOptions,
  type TlsOptions,
} from '../connection/socket-options.js';
import { TransportOptionError } from '../connection/transport-option-error.js';
import type { OnContent } from './answer-reader.js';
import type { Http2RequestSource } from './http2-request.js';
import { DEFAULT_WINDOW, MOST_WINDOW } from './protocol.js';

/** What `createHttp2Transport` needs to know. */
export interface Http2TransportOptions extends SocketOptions {
  /** Present: speak TLS; the server must offer `h2` (ALPN). Absent: HTTP/2 with prior knowledge, as gRPC does it. */
  readonly tls?: TlsOptions;
  /** Requests under way at once on each connection. What a server allows less of waits, with its time running. */
  readonly streamsPerConnection: number;
  /** `http`: any request, success by HTTP status. `grpc`: unary calls, bodies are messages, success by grpc-status. */
  readonly kind: 'http' | 'grpc';
  readonly requests: Http2RequestSource;
  /** Time allowed to connect: TCP, TLS, and the server's first SETTINGS. */
  readonly connectTimeoutNs: number;
  /** Which status (HTTP or gRPC, by kind) counts as success. Asked once per status. Default: 200 to 399; gRPC 0. */
  readonly isSuccess?: (status: number) => boolean;
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
  const { kind } = options;
  checkSocketOptions(options, 'streamsPerConnection', options.streamsPerConnection);
  checkWhole('requestsPerConnection', options.requestsPerConnection ?? 1, 1, MOST_REQUESTS_PER_CONNECTION);
  checkWhole('streamWindowBytes', options.streamWindowBytes ?? DEFAULT_WINDOW, 1, MOST_WINDOW);
  checkWhole(
    'connectionWindowBytes',
    options.connectionWindowBytes ?? DEFAULT_WINDOW,
    DEFAULT_WINDOW,
    MOST_WINDOW,
  );
  checkWhole('maxMessageBytes', options.maxMessageBytes ?? 0, 0, 2 ** 32 - 1);
  const wrong = kind === 'http' ? options.onMessage && 'onMessage' : options.onBody && 'onBody';
  if (wrong) throw new TransportOptionError(wrong, `is not for kind "${kind}"`);
}
