import { type ConnectionCounters, noConnections } from '../connection/connection-counters.js';
import { TransportCore } from '../connection/transport-core.js';
import { StatusOutcomes } from '../http/status-outcomes.js';
import { HeadMemo } from './head-memo.js';
import type { Http1TransportOptions, OnBody } from './http1-options.js';
import { SlotTable } from './slot-table.js';
import { type Failure, failure } from './under-way.js';
import { WriteBatch } from './write-batch.js';

/** What a transport has done with its connections since it was made. */
export interface Http1Counters extends ConnectionCounters {
  /**
   * Connections given up because bytes came that no request had asked for. No request failed by them (the answer they
   * followed had completed already), but most likely it was longer than its Content-Length.
   */
  unaskedBytes: number;
}

/** What all connections of one transport share. */
export class Http1Core extends TransportCore<Http1Counters> {
  readonly slots: SlotTable;
  readonly pipelining: number;
  readonly onBody: OnBody | undefined;
  readonly writes: WriteBatch;
  readonly headMemo = new HeadMemo();
  readonly statusOutcomes: StatusOutcomes;
  /** Made once: with a connection per request, every answer ends with it. */
  readonly closed: Failure;

  constructor(options: Http1TransportOptions) {
    super(options, 'http/1.1', { ...noConnections(), unaskedBytes: 0 });
    const { connections, pipelining = 1 } = options;
    this.slots = new SlotTable(connections * pipelining);
    this.writes = new WriteBatch(this.dialer.encrypted);
    this.pipelining = pipelining;
    this.onBody = options.onBody;
    this.statusOutcomes = new StatusOutcomes(options.outcomes, options.isSuccess);
    this.closed = failure(this.closedOutcome);
  }
}
