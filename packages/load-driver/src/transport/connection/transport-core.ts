import type { Clock } from '../../clock/clock.js';
import type { OutcomeTable } from '../outcome-table.js';
import type { CompletionSink } from '../transport.js';
import { bareHost } from './address.js';
import type { ConnectionCounters } from './connection-counters.js';
import { Dialer } from './dialer.js';
import type { SocketOptions } from './socket-options.js';

/** One of the connections, as far as the core needs to know it. */
export interface FailingConnection {
  /** Completes the requests of a dial that failed. */
  settleDialFailure(): void;
}

/**
 * Four times what Node reads into by default: answers of 1 MB then take a quarter of the system calls and 1.45 times less
 * CPU in all (16 KB: no difference). Memory that no read has reached is not resident.
 */
const READ_BUFFER_BYTES = 262_144;

/** What all connections of one transport share, whichever protocol they speak. */
export class TransportCore<Counters extends ConnectionCounters> {
  readonly clock: Clock;
  readonly outcomes: OutcomeTable;
  readonly dialer: Dialer;
  readonly perRequest: boolean;
  readonly timeoutNs: number;
  readonly connectTimeoutNs: number;
  readonly protocolOutcome: number;
  readonly timeoutOutcome: number;
  readonly closedOutcome: number;
  readonly counters: Counters;
  /** What was said at the first failure of each outcome: `PROTOCOL` alone does not tell a user what to repair. */
  readonly firstErrors = new Map<number, string>();
  /**
   * All connections read into this one buffer: Node fills it and calls back before it reads from another socket, so
   * nothing is ever overwritten unread. Saves an allocation per read: 0.81 → 0.96 × wrk.
   */
  readonly buffer: Buffer = Buffer.allocUnsafeSlow(READ_BUFFER_BYTES);
  /**
   * The time of the read that is being worked on, or -1. A send from inside `complete` takes it for its own instead of
   * reading the clock again: 45 ns less per request, for at most the 1–2 µs that completing one request takes.
   */
  batchNowNs = -1;
  #sink: CompletionSink | undefined;
  #failing: FailingConnection[] = [];
  #settling: NodeJS.Immediate | undefined;

  /**
   * @param protocol the name of the protocol in the TLS handshake (ALPN)
   * @throws TransportOptionError when the certificates or keys cannot be read
   */
  constructor(options: SocketOptions, protocol: string, counters: Counters) {
    const { outcomes } = options;
    this.clock = options.clock;
    this.outcomes = outcomes;
    this.dialer = new Dialer(bareHost(options.host), options.port, options.tls, protocol);
    this.perRequest = options.connectionPolicy === 'per-request';
    this.timeoutNs = options.timeoutNs;
    this.connectTimeoutNs = options.connectTimeoutNs;
    this.protocolOutcome = outcomes.codeOf('PROTOCOL');
    this.timeoutOutcome = outcomes.codeOf('TIMEOUT');
    this.closedOutcome = outcomes.codeOf('CONNECTION_CLOSED');
    this.counters = counters;
  }

  get sink(): CompletionSink {
    if (this.#sink === undefined) throw new Error('the transport must be opened before it is used');
    return this.#sink;
  }

  bind(sink: CompletionSink): void {
    this.#sink = sink;
  }

  /** The time for what is sent now. */
  sendTimeNs(): number {
    return this.batchNowNs >= 0 ? this.batchNowNs : this.clock.nowNs();
  }

  /** Counts and reports a connection that took so long to make; `replaces`: there was one in its place before. */
  established(connectNs: number, replaces: boolean): void {
    const again = replaces && !this.perRequest;
    this.counters.connected++;
    if (again) this.counters.reconnected++;
    this.sink.connected(connectNs, again);
  }

  noteError(outcome: number, text: string): void {
    if (!this.firstErrors.has(outcome)) this.firstErrors.set(outcome, text);
  }

  hasNote(outcome: number): boolean {
    return this.firstErrors.has(outcome);
  }

  /** Counts a dial that failed and remembers why. Returns the outcome of the requests that waited for it. */
  dialFailed(errorClass: string, text: string): number {
    const outcome = this.outcomes.codeOf(errorClass);
    this.counters.connectFailed++;
    this.noteError(outcome, text);
    return outcome;
  }

  /**
   * Has a failed dial settled in a later turn of the event loop. Some dials fail at once (no port left); completed at
   * once, a closed loop would dial again at once, and no other connection would ever be heard again.
   */
  settleLater(connection: FailingConnection): void {
    this.#failing.push(connection);
    this.#settling ??= setImmediate(() => {
      const failing = this.#failing;
      this.#failing = [];
      this.#settling = undefined;
      for (const one of failing) one.settleDialFailure();
    });
  }

  async close(): Promise<void> {
    if (this.#settling !== undefined) clearImmediate(this.#settling);
    this.#failing = [];
    await this.dialer.close();
  }
}
