import { TargetUnreachableError, unreachableHint } from '../target-unreachable-error.js';
import type { CompletionSink, Transport } from '../transport.js';
import { bareHost, displayAddress } from './address.js';
import type { ConnectionCounters } from './connection-counters.js';
import { resolveTarget } from './resolve-target.js';
import type { SocketOptions } from './socket-options.js';
import type { TransportCore } from './transport-core.js';

/** Connections that `open` makes at the same time: enough to be quick, few enough for any listen backlog. */
const DIALS_AT_ONCE = 64;

/** How often `open` looks for attempts that take too long, as a part of the time allowed. */
const OPEN_SWEEPS = 10;

/** A place where a connection can be. Slot `s` belongs to place `s % connections`. */
export interface ConnectionPlace {
  /** Makes the connection before anything is sent. Resolves with 0, or with the outcome that a request would have. */
  prepare(): Promise<number>;
  /** Puts the request of a slot on its way. */
  submit(slot: number): void;
  /** Fails what has taken longer than allowed. */
  sweep(nowNs: number): void;
  /** Closes without completing anything. */
  discard(): void;
}

/** A transport on sockets, which also says what became of its connections. */
export interface RawTransport<Counters extends ConnectionCounters> extends Transport {
  readonly counters: Readonly<Counters>;
  /** The address that is really connected to, once open: a host name may have several. */
  readonly connectedTo: string;
  /** What was said at the first failure with this outcome: why an answer is PROTOCOL, which certificate is not trusted. */
  firstErrorOf(outcome: number): string | undefined;
}

/** A transport whose slots are spread over places for connections: how it opens, looks after them and closes. */
export abstract class SocketTransport<Counters extends ConnectionCounters, Place extends ConnectionPlace>
  implements RawTransport<Counters>
{
  readonly slots: number;
  /** The place of each slot: one load instead of a division per request. */
  protected readonly placeOf: readonly Place[];
  protected readonly places: readonly Place[];
  protected closed = false;
  readonly #host: string;
  readonly #port: number;
  readonly #core: TransportCore<Counters>;

  /** @param slots how many requests can be under way at once, a multiple of the number of places */
  constructor(
    options: SocketOptions,
    core: TransportCore<Counters>,
    slots: number,
    places: readonly Place[],
  ) {
    this.slots = slots;
    this.places = places;
    this.placeOf = Array.from({ length: slots }, (_, slot) => places[slot % places.length]!);
    this.#host = bareHost(options.host);
    this.#port = options.port;
    this.#core = core;
  }

  get counters(): Readonly<Counters> {
    return this.#core.counters;
  }

  get connectedTo(): string {
    return displayAddress(this.#core.dialer.address, this.#port);
  }

  firstErrorOf(outcome: number): string | undefined {
    return this.#core.firstErrors.get(outcome);
  }

  abstract send(slot: number, sequence: number): void;

  abstract cancelAll(outcome: number): void;

  sweep(nowNs: number): void {
    for (let i = 0; i < this.places.length; i++) this.places[i]!.sweep(nowNs);
    this.#core.dialer.sweep(nowNs);
  }

  /**
   * Finds the first address of the host that takes a connection, then makes the others (policy `shared`; what cannot be
   * made now is made by the first request on it, and fails with it). With policy `per-request` the one connection made
   * here is only a trial and is not reported to the sink.
   */
  async open(sink: CompletionSink): Promise<void> {
    const core = this.#core;
    const first = this.places[0]!;
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

  async close(): Promise<void> {
    this.closed = true;
    for (const place of this.places) place.discard();
    await this.#core.close();
  }

  /** What a user can do about a target that could not be reached. */
  protected hintFor(errorClass: string): string {
    return unreachableHint(errorClass);
  }

  async #connectToAny(first: Place, addresses: readonly string[]): Promise<void> {
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
    throw new TargetUnreachableError(displayAddress(this.#host, this.#port), tried, this.hintFor(errorClass));
  }

  /** Some at a time; stops dialling at the first failure, because a server that is full will not take the rest either. */
  async #connectOthers(): Promise<void> {
    let next = 1;
    let failed = false;
    const dialOnAndOn = async (): Promise<void> => {
      while (!failed && next < this.places.length) {
        const outcome = await this.places[next++]!.prepare();
        if (outcome !== 0) failed = true;
      }
    };
    await Promise.all(Array.from({ length: DIALS_AT_ONCE }, dialOnAndOn));
  }
}

/** Hears the trial connection of policy `per-request`, on which nothing is sent. */
const deaf: CompletionSink = { complete: () => {}, connected: () => {} };
