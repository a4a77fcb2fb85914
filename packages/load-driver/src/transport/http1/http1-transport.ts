import { TargetUnreachableError, unreachableHint } from '../target-unreachable-error.js';
import type { CompletionSink, RequestSource, Transport } from '../transport.js';
import { Http1Connection } from './http1-connection.js';
import { Http1Core, type Http1Counters } from './http1-core.js';
import { bareHost, checkHttp1Options, displayAddress, type Http1TransportOptions } from './http1-options.js';
import { resolveTarget } from './resolve-target.js';

/** Connections that `open` makes at the same time: enough to be quick, few enough for any listen backlog. */
const DIALS_AT_ONCE = 64;

/** How often `open` looks for attempts that take too long, as a part of the time allowed. */
const OPEN_SWEEPS = 10;

/** A transport that also says what became of its connections. */
export interface Http1Transport extends Transport {
  readonly counters: Readonly<Http1Counters>;
  /** The address that is really connected to, once open: a host name may have several. */
  readonly connectedTo: string;
  /** What was said at the first failure with this outcome: why an answer is PROTOCOL, which certificate is not trusted. */
  firstErrorOf(outcome: number): string | undefined;
}

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
  return new SocketTransport(options);
}

class SocketTransport implements Http1Transport {
  readonly slots: number;
  readonly #host: string;
  readonly #port: number;
  readonly #core: Http1Core;
  readonly #requests: RequestSource;
  readonly #connections: Http1Connection[];
  /** The connection of each slot: one load instead of a division per request. */
  readonly #connectionOf: Http1Connection[];
  #closed = false;

  constructor(options: Http1TransportOptions) {
    const { connections, pipelining = 1 } = options;
    this.slots = connections * pipelining;
    this.#host = bareHost(options.host);
    this.#port = options.port;
    this.#core = new Http1Core(options);
    this.#requests = options.requests;
    this.#connections = Array.from({ length: connections }, () => new Http1Connection(this.#core));
    this.#connectionOf = Array.from({ length: this.slots }, (_, s) => this.#connections[s % connections]!);
  }

  get counters(): Readonly<Http1Counters> {
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
    const first = this.#connections[0]!;
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
    const nowNs = core.batchNowNs >= 0 ? core.batchNowNs : core.clock.nowNs();
    core.slots.begin(slot, this.#requests.bytesFor(slot, sequence), nowNs);
    this.#connectionOf[slot]!.submit(slot);
  }

  sweep(nowNs: number): void {
    for (let i = 0; i < this.#connections.length; i++) this.#connections[i]!.sweep(nowNs);
    this.#core.dialer.sweep(nowNs);
  }

  cancelAll(outcome: number): void {
    const nowNs = this.#core.clock.nowNs();
    for (const connection of this.#connections) connection.cancel(outcome, nowNs);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const connection of this.#connections) connection.discard();
    await this.#core.close();
  }

  async #connectToAny(first: Http1Connection, addresses: readonly string[]): Promise<void> {
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
      unreachableHint(errorClass),
    );
  }

  /** Some at a time; stops dialling at the first failure, because a server that is full will not take the rest either. */
  async #connectOthers(): Promise<void> {
    let next = 1;
    let failed = false;
    const dialOnAndOn = async (): Promise<void> => {
      while (!failed && next < this.#connections.length) {
        const outcome = await this.#connections[next++]!.prepare();
        if (outcome !== 0) failed = true;
      }
    };
    await Promise.all(Array.from({ length: DIALS_AT_ONCE }, dialOnAndOn));
  }
}

/** Hears the trial connection of policy `per-request`, on which nothing is sent. */
const deaf: CompletionSink = { complete: () => {}, connected: () => {} };
