import { noConnections } from '../connection/connection-counters.js';
import { type FailingConnection, TransportCore } from '../connection/transport-core.js';
import { StatusOutcomes } from '../http/status-outcomes.js';
import type { AnswerReader, OutcomeNotes } from './answer-reader.js';
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
export interface CoreConnection extends FailingConnection {
  /** Writes what has been gathered. */
  flush(): void;
}

const NO_HEADERS = { frames: new Uint8Array(0), continuations: [], toHead: false };
const successfulGrpc = (status: number): boolean => status === 0;

/** What all connections of one transport share. */
export class Http2Core<Connection extends CoreConnection>
  extends TransportCore<Http2Counters>
  implements OutcomeNotes
{
  readonly streams: StreamTable<Connection>;
  readonly answers: AnswerReader;
  readonly connections: number;
  readonly streamsPerConnection: number;
  readonly requestsPerConnection: number;
  readonly streamWindow: number;
  readonly connectionWindow: number;
  /** Bytes in front of each body: 5 with gRPC. */
  readonly prefixBytes: number;
  readonly unprocessedOutcome: number;
  /** By HTTP/2 error code. */
  readonly resetOutcomes: readonly number[];
  readonly #dirty: Connection[] = [];
  #flushScheduled = false;

  constructor(options: Http2TransportOptions) {
    super(options, 'h2', { ...noConnections(), goaways: 0, controlBytesIn: 0 });
    const { outcomes, connections, streamsPerConnection } = options;
    this.connections = connections;
    this.streamsPerConnection = streamsPerConnection;
    this.requestsPerConnection = this.perRequest
      ? 1
      : (options.requestsPerConnection ?? MOST_REQUESTS_PER_CONNECTION);
    this.streamWindow = options.streamWindowBytes ?? DEFAULT_RECEIVE_WINDOW;
    this.connectionWindow = options.connectionWindowBytes ?? DEFAULT_RECEIVE_WINDOW;
    this.prefixBytes = options.kind === 'grpc' ? PREFIX_BYTES : 0;
    this.streams = new StreamTable(connections * streamsPerConnection, NO_HEADERS);
    this.unprocessedOutcome = outcomes.codeOf('GOAWAY_UNPROCESSED');
    this.resetOutcomes = resetOutcomes(outcomes);
    this.answers = this.#answersFor(options);
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
      const statuses = new StatusOutcomes(outcomes, options.isSuccess);
      return new HttpAnswers(this.streams, this, statuses, options.onBody);
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
