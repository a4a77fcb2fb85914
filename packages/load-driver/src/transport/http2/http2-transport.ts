import { bareHost, displayAddress } from '../http1/http1-options.js';
import { resolveTarget } from '../http1/resolve-target.js';
import { TargetUnreachableError, unreachableHint } from '../target-unreachable-error.js';
import type { CompletionSink, Transport } from '../transport.js';
import { Http2Place } from './connection-place.js';
import type { Http2Connection } from './http2-connection.js';
import { Http2Core } from './http2-core.js';
import type { Http2Counters } from './http2-counters.js';
import { checkHttp2Options, type Http2TransportOptions } from './http2-options.js';
import type { Http2RequestSource } from './http2-request.js';

/** Connections that `open` makes at the same time: enough to be quick, few enough for any listen backlog. */
const DIALS_AT_ONCE = 64;

/** How often `open` looks for attempts that take too long, as a part of the time allowed. */
const OPEN_SWEEPS = 10;

/** A transport that also says what became of its connections. */
export interface Http2Transport extends Transport {
  readonly counters: Readonly<Http2Counters>;
  /** The address that is really connected to, once open: a host name may have several. */
  readonly connectedTo: string;
  /** What was said at the first failure with this outcome: why an answer is PROTOCOL, what grpc-message held. */
  firstErrorOf(outcome: number): string | undefined;
}

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
  return new SocketTransport(options);
}

class SocketTransport implements Http2Transport {
  readonly slots: number;
  readonly #host: string;
  readonly #port: number;
  readonly #core: Http2Core<Http2Connection>;
  readonly #requests: Http2RequestSource;
  readonly #places: Http2Place[];
  /** The place of each slot: one load instead of a division per request. */
  readonly #placeOf: Http2Place[];
  #closed = false;

  constructor(options: Http2TransportOptions) {
    const { connections, streamsPerConnection } = options;
    this.slots = connections * streamsPerConnection;
    this.#host = bareHost(options.host);
    this.#port = options.port;
    this.#requests = options.requests;
    const core = new Http2Core<Http2Connection>(options);
    this.#core = core;
    this.#places = Array.from({ length: connections }, (_, i) => new Http2Place(core, i));
    this.#placeOf = Array.from({ length: this.slots }, (_, s) => this.#places[s % connections]!);
  }

  get counters(): Readonly<Http2Counters> {
    return this.#core.counters;
  }

  get connectedTo(): string {
    return displayAddress(this.#core.dialer.address, this.#port);
  }

  firstErrorOf(outcome: number): string | undefined {
    return this.#core.firstErrors.get(outcome);
  }

  /**
   * Finds the first address of the host that takes a connection, then makes the others (policy `shared`; what cannot be
   * made now is made by the first request on it, and fails with it). With policy `per-request` the one connection made
   * here is only a trial and is not reported to the sink.
   */
  async open(sink: CompletionSink): Promise<void> {
    const core = this.#core;
    const first = this.#places[0]!;
    const addresses = await resolveTarget(this.#host, this.#port);
    core.bind(core.perRequest ? deaf : sink);
    const everyNs = core.connectTimeoutNs / OPEN_SWEEPS;
    const sweeper = core.clock.createWaker(() => {
      this.sweep(core.clock.nowNs());
      sweeper.wakeAt(core.clock.nowNs() + everyNs);
    }, false);
    sweeper.wakeAt(core.clock.nowNs() + everyNs);
    try {
      await this.#connectToAny(first, addresses);
      if (!core.perRequest) await this.#connectOthers();
    } finally {
      sweeper.cancel();
    }
    if (!core.perRequest) return;
    first.discard();
    core.counters.connected = 0;
    core.bind(sink);
  }

  send(slot: number, sequence: number): void {
    if (this.#closed) return;
    const core = this.#core;
    const requests = this.#requests;
    core.streams.begin(
      slot,
      requests.headersFor(slot, sequence),
      requests.bodyFor(slot, sequence),
      core.sendTimeNs(),
    );
    this.#placeOf[slot]!.submit(slot);
  }

  sweep(nowNs: number): void {
    const core = this.#core;
    const { sentNs, owner } = core.streams;
    const overdueBefore = nowNs - core.timeoutNs;
    for (let slot = 0; slot < sentNs.length; slot++) {
      if (sentNs[slot]! >= overdueBefore) continue;
      core.noteError(core.timeoutOutcome, `no complete answer within ${core.timeoutNs / 1e6} ms`);
      owner[slot]!.cancel(slot, core.timeoutOutcome, nowNs);
    }
    for (let i = 0; i < this.#places.length; i++) this.#places[i]!.sweep(nowNs);
    core.dialer.sweep(nowNs);
  }

  cancelAll(outcome: number): void {
    const { streams, clock } = this.#core;
    const nowNs = clock.nowNs();
    for (let slot = 0; slot < streams.count; slot++) streams.owner[slot]?.cancel(slot, outcome, nowNs);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const place of this.#places) place.discard();
    await this.#core.close();
  }

  async #connectToAny(first: Http2Place, addresses: readonly string[]): Promise<void> {
    const { dialer, outcomes, firstErrors } = this.#core;
    const tried: string[] = [];
    let errorClass = '';
    for (const address of addresses) {
      dialer.address = address;
      const outcome = await first.prepare();
      if (outcome === 0) return;
      errorClass = outcomes.nameOf(outcome);
      tried.push(`${displayAddress(address, this.#port)}: ${errorClass} (${firstErrors.get(outcome) ?? ''})`);
      firstErrors.delete(outcome);
    }
    throw new TargetUnreachableError(
      displayAddress(this.#host, this.#port),
      tried,
      errorClass === 'PROTOCOL' ? NOT_HTTP2 : unreachableHint(errorClass),
    );
  }

  /** Some at a time; stops dialling at the first failure, because a server that is full will not take the rest either. */
  async #connectOthers(): Promise<void> {
    let next = 1;
    let failed = false;
    const dialOnAndOn = async (): Promise<void> => {
      while (!failed && next < this.#places.length) {
        const outcome = await this.#places[next++]!.prepare();
        if (outcome !== 0) failed = true;
      }
    };
    await Promise.all(Array.from({ length: DIALS_AT_ONCE }, dialOnAndOn));
  }
}

const NOT_HTTP2 =
  'Something listens there, but it does not speak HTTP/2. With TLS it must offer "h2" (ALPN); without, it must take HTTP/2 with prior knowledge.';

/** Hears the trial connection of policy `per-request`, on which nothing is sent. */
const deaf: CompletionSink = { complete: () => {}, connected: () => {} };
