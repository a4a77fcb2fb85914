import { type RawTransport, SocketTransport } from '../connection/socket-transport.js';
import type { RequestSource } from '../transport.js';
import { Http1Connection } from './http1-connection.js';
import { Http1Core, type Http1Counters } from './http1-core.js';
import { checkHttp1Options, type Http1TransportOptions } from './http1-options.js';

/** A transport that also says what became of its connections. */
export interface Http1Transport extends RawTransport<Http1Counters> {}

/**
 * A client for HTTP/1.1 that does as little as can be done per request, so that what is measured is the server: it
 * writes prepared bytes, finds the end of each answer, and hands six numbers over. See `Http1TransportOptions` for what
 * it can be told, `ResponseParser` for how it reads answers.
 *
 * - Slot `s` uses connection `s % connections`, so slots taken in order fill every connection before any is pipelined.
 * - A connection that fails takes with it all that is under way on it: the oldest fails with the cause, and with
 *   pipelining those behind it too (or with CONNECTION_CLOSED, after a timeout or an announced close). The next request
 *   on it connects again; its time from then on is that request's own.
 * - A request that was written to a connection just as the server closed it fails; it is not sent again, because only
 *   the server knows whether it was worked on.
 * - An answer followed by bytes nobody asked for fails with PROTOCOL. When they come in a later read, they are taken for
 *   the answer to the next request, which fails; with none under way they are counted as `counters.unaskedBytes`.
 * - `bytesOut` and `bytesIn` are bytes of HTTP: with TLS, those before encryption.
 *
 * Throws TransportOptionError when the options cannot be.
 */
export function createHttp1Transport(options: Http1TransportOptions): Http1Transport {
  checkHttp1Options(options);
  return new Http1SocketTransport(options);
}

class Http1SocketTransport extends SocketTransport<Http1Counters, Http1Connection> implements Http1Transport {
  readonly #core: Http1Core;
  readonly #requests: RequestSource;

  constructor(options: Http1TransportOptions) {
    const { connections, pipelining = 1 } = options;
    const core = new Http1Core(options);
    const places = Array.from({ length: connections }, () => new Http1Connection(core));
    super(options, core, connections * pipelining, places);
    this.#core = core;
    this.#requests = options.requests;
  }

  send(slot: number, sequence: number): void {
    if (this.closed) return;
    const core = this.#core;
    core.slots.begin(slot, this.#requests.bytesFor(slot, sequence), core.sendTimeNs());
    this.placeOf[slot]!.submit(slot);
  }

  cancelAll(outcome: number): void {
    const nowNs = this.#core.clock.nowNs();
    for (const connection of this.places) connection.cancel(outcome, nowNs);
  }
}
