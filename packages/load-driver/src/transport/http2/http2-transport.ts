import { type RawTransport, SocketTransport } from '../connection/socket-transport.js';
import { Http2Place } from './connection-place.js';
import type { Http2Connection } from './http2-connection.js';
import { Http2Core } from './http2-core.js';
import type { Http2Counters } from './http2-counters.js';
import { checkHttp2Options, type Http2TransportOptions } from './http2-options.js';
import type { Http2RequestSource } from './http2-request.js';

const NOT_HTTP2 =
  'Something listens there, but it does not speak HTTP/2. With TLS it must offer "h2" (ALPN); without, it must take HTTP/2 with prior knowledge.';

/** A transport that also says what became of its connections. */
export interface Http2Transport extends RawTransport<Http2Counters> {}

/**
 * A client for HTTP/2 (RFC 9113) that does as little as can be done per request, so that what is measured is the
 * server: it copies prepared frames, writes once for all requests that a read has set free, and recognises the header
 * blocks that servers repeat. Two kinds: any request of plain HTTP, and unary gRPC calls.
 *
 * - Slot `s` uses connection `s % connections`.
 * - A connection counts as established when the server's SETTINGS have come: only they tell that it speaks HTTP/2, and
 *   how many streams it allows.
 * - What waits for a free stream (MAX_CONCURRENT_STREAMS below `streamsPerConnection`) waits in the transport, and its
 *   time runs from `send`.
 * - A stream that the server resets fails with `RST_<ERROR CODE>` or REFUSED_STREAM. After GOAWAY, what it has not
 *   begun with fails with GOAWAY_UNPROCESSED, the rest may end, and the next request makes a new connection. Nothing is
 *   sent again: that is for the caller to decide.
 * - A request that times out resets its stream (CANCEL); the connection stays.
 * - A server that breaks the protocol is told so (GOAWAY), and all requests on the connection fail with PROTOCOL.
 * - `bytesOut` and `bytesIn` are the frames of a request's stream, those of the connection excluded; with TLS, bytes
 *   before encryption. `bodyBytes` is content, or with gRPC the message without its prefix.
 *
 * Throws TransportOptionError when the options cannot be.
 */
export function createHttp2Transport(options: Http2TransportOptions): Http2Transport {
  checkHttp2Options(options);
  return new Http2SocketTransport(options);
}

class Http2SocketTransport extends SocketTransport<Http2Counters, Http2Place> implements Http2Transport {
  readonly #core: Http2Core<Http2Connection>;
  readonly #requests: Http2RequestSource;

  constructor(options: Http2TransportOptions) {
    const { connections, streamsPerConnection } = options;
    const core = new Http2Core<Http2Connection>(options);
    const places = Array.from({ length: connections }, (_, i) => new Http2Place(core, i));
    super(options, core, connections * streamsPerConnection, places);
    this.#core = core;
    this.#requests = options.requests;
  }

  send(slot: number, sequence: number): void {
    if (this.closed) return;
    const core = this.#core;
    const requests = this.#requests;
    core.streams.begin(
      slot,
      requests.headersFor(slot, sequence),
      requests.bodyFor(slot, sequence),
      core.sendTimeNs(),
    );
    this.placeOf[slot]!.submit(slot);
  }

  override sweep(nowNs: number): void {
    const core = this.#core;
    const { sentNs, owner } = core.streams;
    const overdueBefore = nowNs - core.timeoutNs;
    for (let slot = 0; slot < sentNs.length; slot++) {
      if (sentNs[slot]! >= overdueBefore) continue;
      core.noteError(core.timeoutOutcome, `no complete answer within ${core.timeoutNs / 1e6} ms`);
      owner[slot]!.cancel(slot, core.timeoutOutcome, nowNs);
    }
    super.sweep(nowNs);
  }

  cancelAll(outcome: number): void {
    const { streams, clock } = this.#core;
    const nowNs = clock.nowNs();
    for (let slot = 0; slot < streams.count; slot++) streams.owner[slot]?.cancel(slot, outcome, nowNs);
  }

  protected override hintFor(errorClass: string): string {
    return errorClass === 'PROTOCOL' ? NOT_HTTP2 : super.hintFor(errorClass);
  }
}
