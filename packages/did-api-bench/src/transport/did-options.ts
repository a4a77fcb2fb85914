import type { RequestSet } from '@benchwright/endpoint-load';
import type { Http1TlsOptions } from '@benchwright/load-driver';
import type { Family } from '../operations.js';
import type { DidRequests } from '../request/did-request-source.js';

/** What is sent in a trial. */
export type TrialRequests =
  | { readonly kind: 'operations'; readonly requests: DidRequests }
  | { readonly kind: 'journey'; readonly journey: JourneyRequests }
  | { readonly kind: 'file'; readonly requests: RequestSet };

/** The two steps of a journey: enrolments, and what verifications of the same people are made of. */
export interface JourneyRequests {
  readonly enrolments: DidRequests;
  /** By person, in the order of the enrolments: the request's head up to its Content-Length, and the body up to what the enrolment answers. */
  readonly verifications: readonly VerificationParts[];
}

/** A verification's bytes, around what only the enrolment's answer tells. */
export interface VerificationParts {
  /** Ends with `Content-Length: `. */
  readonly head: Uint8Array;
  /** The body up to the helpers; in the guide's family the whole body, with a mark for the wallet. */
  readonly body: Uint8Array;
}

/** Everything that is needed to send the requests of a trial. Plain data: it can be sent to a thread. */
export interface DidTransportOptions {
  readonly host: string;
  readonly port: number;
  /** Null: no TLS. */
  readonly tls: Http1TlsOptions | null;
  /** Of all threads together. */
  readonly connections: number;
  readonly connectionPolicy: 'shared' | 'per-request';
  readonly timeoutNs: number;
  readonly family: Family;
  readonly trial: TrialRequests;
  /** Every so many-th answer is parsed in full. */
  readonly parseEvery: number;
  /** Memory of the tallies, one a thread. */
  readonly tallies: SharedArrayBuffer;
}

/** The class of answers that were complete and had a good status, but are not what they must be. */
export const WRONG_ANSWER = 'WRONG_ANSWER';
