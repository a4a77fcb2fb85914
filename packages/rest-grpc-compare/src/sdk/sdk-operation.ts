import type { Clock, Operation } from '@benchwright/load-driver';
import type { Dialect } from '../operation/dialect.js';

/** What every client library is told. */
export interface SdkOptions {
  readonly dialect: Dialect;
  /** The number in the request with this place in the trial; asked once per request. */
  readonly numberFor: (sequence: number) => number;
  /** Requests under way at most. */
  readonly slots: number;
  readonly connections: 'shared' | 'per-request';
  readonly timeoutNs: number;
  readonly clock: Clock;
}

/** Requests through a client library. A failed one is an outcome, never a rejection. */
export interface SdkOperation {
  readonly operation: Operation;
  close(): Promise<void>;
}
