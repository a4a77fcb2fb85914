import type { Clock } from '../../clock/clock.js';
import { OK, type OutcomeTable } from '../outcome-table.js';
import type { CompletionSink } from '../transport.js';
import { Dialer } from './dialer.js';
import { HeadMemo } from './head-memo.js';
import { bareHost, type Http1TransportOptions, type OnBody } from './http1-options.js';
import { SlotTable } from './slot-table.js';
import { type Failure, failure } from './under-way.js';
import { WriteBatch } from './write-batch.js';

/** What a transport has done with its connections since it was made. */
export interface Http1Counters {
  /** Connections established (TLS included). */
  connected: number;
  /** Of them, those that replaced a lost one. */
  reconnected: number;
  /** Attempts that failed. */
  connectFailed: number;
  /** Connections that the server closed or reset while nothing was under way on them: no request failed. */
  closedWhileIdle: number;
  /**
   * Connections given up because bytes came that no request had asked for. No request failed by them (the answer they
   * followed had completed already), but most likely it was longer than its Content-Length.
   */
  unaskedBytes: number;
}

/** One of the connections, as far as the core needs to know it. */
export interface FailingConnection {
  /** Completes the requests of a dial that failed. */
  settleDialFailure(): void;
}

const STATUSES = 600;
const READ_BUFFER_BYTES = 65_536;
const successful = (status: number): boolean => status >= 200 && status < 400;

/** What all connections of one transport share. */
export class Http1Core {
  readonly clock: Clock;
  readonly slots: SlotTable;
  readonly dialer: Dialer;
  readonly outcomes: OutcomeTable;
  readonly perRequest: boolean;
  readonly pipelining: number;
  readonly timeoutNs: number;
  readonly connectTimeoutNs: number;
  readonly onBody: OnBody | undefined;
  readonly writes: WriteBatch;
  readonly headMemo = new HeadMemo();
  readonly protocolOutcome: number;
  readonly timeoutOutcome: number;
  readonly connectTimeoutOutcome: number;
  readonly closedOutcome: number;
  /** Made once: with a connection per request, every answer ends with it. */
  readonly closed: Failure;
  readonly counters: Http1Counters = {
    connected: 0,
    reconnected: 0,
    connectFailed: 0,
    closedWhileIdle: 0,
    unaskedBytes: 0,
  };
  /** What was said at the first failure of each outcome: `PROTOCOL` alone does not tell a user what to repair. */
  readonly firstErrors = new Map<number, string>();
  /**
   * All connections read into this one buffer: Node fills it and calls back before it reads from another socket, so
   * nothing is ever overwritten unread. Saves an allocation per read: 0.81 → 0.96 × wrk.
   */
  readonly buffer = Buffer.allocUnsafeSlow(READ_BUFFER_BYTES);
  /**
   * The time of the read that is being worked on, or -1. A send from inside `complete` takes it for its own instead of
   * reading the clock again: 45 ns less per request, for at most the 1–2 µs that completing one request takes.
   */
  batchNowNs = -1;
  readonly #success = new Uint8Array(STATUSES);
  #sink: CompletionSink | undefined;
  #failing: FailingConnection[] = [];
  #settling: NodeJS.Immediate | undefined;

  constructor(options: Http1TransportOptions) {
    const { outcomes, isSuccess = successful, pipelining = 1 } = options;
    this.clock = options.clock;
    this.slots = new SlotTable(options.connections * pipelining);
    this.dialer = new Dialer(bareHost(options.host), options.port, options.tls);
    this.writes = new WriteBatch(this.dialer.encrypted);
    this.outcomes = outcomes;
    this.perRequest = options.connectionPolicy === 'per-request';
    this.pipelining = pipelining;
    this.timeoutNs = options.timeoutNs;
    this.connectTimeoutNs = options.connectTimeoutNs;
    this.onBody = options.onBody;
    this.protocolOutcome = outcomes.codeOf('PROTOCOL');
    this.timeoutOutcome = outcomes.codeOf('TIMEOUT');
    this.connectTimeoutOutcome = outcomes.codeOf('CONNECT_TIMEOUT');
    this.closedOutcome = outcomes.codeOf('CONNECTION_CLOSED');
    this.closed = failure(this.closedOutcome);
    for (let status = 0; status < STATUSES; status++) this.#success[status] = isSuccess(status) ? 1 : 0;
  }

  get sink(): CompletionSink {
    if (this.#sink === undefined) throw new Error('the transport must be opened before it is used');
    return this.#sink;
  }

  bind(sink: CompletionSink): void {
    this.#sink = sink;
  }

  outcomeOf(status: number): number {
    return this.#success[status] === 1 ? OK : this.outcomes.codeOfHttpStatus(status);
  }

  noteError(outcome: number, text: string): void {
    if (!this.firstErrors.has(outcome)) this.firstErrors.set(outcome, text);
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
