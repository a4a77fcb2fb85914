import type { RequestBody } from '../body/request-body.js';
import type { HashMaker } from '../body/stream-hash.js';
import type { S3RequestHead } from '../http/request-head.js';
import type { S3Response } from '../http/s3-response.js';
import type { ObjectStore } from '../storage/object-store.js';

/** One authenticated request, as operations see it. */
export interface Exchange {
  readonly head: S3RequestHead;
  readonly body: RequestBody;
  readonly service: ServiceState;
}

/** What all requests of a server share. */
export interface ServiceState {
  readonly store: ObjectStore;
  readonly newHash: HashMaker;
  /** What ETags of new objects are: the MD5 of their bytes, or random. */
  readonly etag: 'md5' | 'opaque';
  readonly region: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Does what a request asks for. Throws S3Error and storage errors. */
export type Operation = (exchange: Exchange) => Promise<S3Response>;
