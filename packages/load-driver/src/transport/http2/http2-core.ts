import type { Clock } from '../../clock/clock.js';
import { bareHost } from '../http1/http1-options.js';
import type { OutcomeTable } from '../outcome-table.js';
import type { CompletionSink } from '../transport.js';
import type { AnswerReader, OutcomeNotes } from './answer-reader.js';
import { Http2Dialer } from './dialer.js';
import { resetOutcomes } from './error-codes.js';
import { GrpcAnswers, PREFIX_BYTES } from './grpc-answers.js';
import { HttpAnswers } from './http-answers.js';
import type { Http2Counters } from './http2-counters.js';
import {
  DEFAULT_RECEIVE_WINDOW,
  type Http2TransportOptions,
  MOST_ASSEMBLED_BYTES,
  MOST_REQUESTS_PER_CONNECTION,
} from './http2-options.js';
import { StreamTable } from './stream-table.js';

/** What the core needs of a connection. */
export interface CoreConnection {
  /** Writes what has been gathered. */
  flush(): void;
  /** Completes the requests of a dial that failed. */
  settleDialFailure(): void;
}

const READ_BUFFER_BYTES = 65_536;
const NO_HEADERS = { frames: new Uint8Array(0), continuations: [], toHead: false };
const successfulHttp = (status: number): boolean => status >= 200 && status < 400;
const successfulGrpc = (status: number): boolean => status === 0;

/** What all connections of one transport share. */
export class Http2Core<Connection extends CoreConnection> implements OutcomeNotes {
  readonly clock: Clock;
  readonly streams: StreamTable<Connection>;
  readonly dialer: Http2Dialer;
  readonly outcomes: OutcomeTable;
  readonly answers: AnswerReader;
  readonly perRequest: boolean;
  readonly connections: number;
  readonly streamsPerConnection: number;
  readonly requestsPerConnection: number;
  readonly timeoutNs: number;
  readonly connectTimeoutNs: number;
  readonly streamWindow: number;
  readonly connectionWindow: number;
  /** Bytes in front of each body: 5 with gRPC. */
  readonly prefixBytes: number;
  readonly protocolOutcome: number;
  readonly timeoutOutcome: number;
  readonly connectTimeoutOutcome: number;
  readonly closedOutcome: number;
  readonly unprocessedOutcome: number;
  /** By HTTP/2 error code. */
  readonly resetOutcomes: readonly number[];
  readonly counters: Http2Counters = {
    connected: 0,
    reconnected: 0,
    connectFailed: 0,
    closedWhileIdle: 0,
    goaways: 0,
    controlBytesIn: 0,
  };
  /** What was said at the first failure of each outcome: `PROTOCOL` alone does not tell a user what to repair. */
  readonly firstErrors = new Map<number, string>();
  /** All connections read into this one buffer: see `Http1Core`. */
  readonly buffer: Buffer = Buffer.allocUnsafeSlow(READ_BUFFER_BYTES);
  /** The time of the read that is being worked on, or -1. Requests sent from inside a completion take it for their own. */
  batchNowNs = -1;
  #sink: CompletionSink | undefined;
  readonly #dirty: Connection[] = [];
  #flushScheduled = false;
  #failing: Connection[] = [];
  #settling: NodeJS.Immediate | undefined;

  constructor(options: Http2TransportOptions) {
    const { outcomes, connections, streamsPerConnection, connectionPolicy } = options;
    this.clock = options.clock;
    this.outcomes = outcomes;
    this.perRequest = connectionPolicy === 'per-request';
    this.connections = connections;
    this.streamsPerConnection = streamsPerConnection;
    this.requestsPerConnection = this.perRequest
      ? 1
      : (options.requestsPerConnection ?? MOST_REQUESTS_PER_CONNECTION);
    this.timeoutNs = options.timeoutNs;
    this.connectTimeoutNs = options.connectTimeoutNs;
    this.streamWindow = options.streamWindowBytes ?? DEFAULT_RECEIVE_WINDOW;
    this.connectionWindow = options.connectionWindowBytes ?? DEFAULT_RECEIVE_WINDOW;
    this.prefixBytes = options.kind === 'grpc' ? PREFIX_BYTES : 0;
    this.streams = new StreamTable(connections * streamsPerConnection, NO_HEADERS);
    this.dialer = new Http2Dialer(bareHost(options.host), options.port, options.tls);
    this.protocolOutcome = outcomes.codeOf('PROTOCOL');
    this.timeoutOutcome = outcomes.codeOf('TIMEOUT');
    this.connectTimeoutOutcome = outcomes.codeOf('CONNECT_TIMEOUT');
    this.closedOutcome = outcomes.codeOf('CONNECTION_CLOSED');
    this.unprocessedOutcome = outcomes.codeOf('GOAWAY_UNPROCESSED');
    this.resetOutcomes = resetOutcomes(outcomes);
    this.answers = this.#answersFor(options);
  }

  get sink(): CompletionSink {
    if (this.#sink === undefined) throw new Error('the transport must be opened before it is used');
    return this.#sink;
  }

  bind(sink: CompletionSink): void {
    this.#sink = sink;
  }

  noteError(outcome: number, text: string): void {
    if (!this.firstErrors.has(outcome)) this.firstErrors.set(outcome, text);
  }

  hasNote(outcome: number): boolean {
    return this.firstErrors.has(outcome);
  }

  /** The time for what is sent now. */
  sendTimeNs(): number {
    return this.batchNowNs >= 0 ? this.batchNowNs : this.clock.nowNs();
  }

  /**
   * Has a connection flushed when all that is being sent at this moment has been sent: at the end of the read that is
   * being worked on; else when the caller's turn ends, that is in a microtask, before any other event is looked at.
   * See bench/GRPC.md for the alternatives measured.
   */
  flushSoon(connection: Connection): void {
    this.#dirty.push(connection);
    if (this.batchNowNs >= 0 || this.#flushScheduled) return;
    this.#flushScheduled = true;
    queueMicrotask(this.#flushInMicrotask);
  }

  /** Brackets the work on one read. */
  beginBatch(nowNs: number): void {
    this.batchNowNs = nowNs;
  }

  endBatch(): void {
    this.batchNowNs = -1;
    this.#flushAll();
  }

  /** Has a failed dial settled in a later turn of the event loop: see `Http1Core.settleLater`. */
  settleLater(connection: Connection): void {
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

  readonly #flushInMicrotask = (): void => {
    this.#flushScheduled = false;
    this.#flushAll();
  };

  #flushAll(): void {
    const dirty = this.#dirty;
    for (let i = 0; i < dirty.length; i++) dirty[i]!.flush();
    dirty.length = 0;
  }

  #answersFor(options: Http2TransportOptions): AnswerReader {
    const { outcomes, onMessage } = options;
    if (options.kind === 'http') {
      return new HttpAnswers(
        this.streams,
        this,
        outcomes,
        options.isSuccess ?? successfulHttp,
        options.onBody,
      );
    }
    return new GrpcAnswers(this.streams, this, {
      outcomes,
      isSuccess: options.isSuccess ?? successfulGrpc,
      onMessage,
      maxMessageBytes:
        options.maxMessageBytes ?? (onMessage ? MOST_ASSEMBLED_BYTES : Number.POSITIVE_INFINITY),
    });
  }
}
