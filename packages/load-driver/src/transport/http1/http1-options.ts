import { checkSocketOptions, type SocketOptions } from '../connection/socket-options.js';
import type { RequestSource } from '../transport.js';

/** Takes a piece of an answer's body: `bytes[start, end)`, valid only during the call. */
export type OnBody = (slot: number, bytes: Uint8Array, start: number, end: number) => void;

/** What `createHttp1Transport` needs to know. */
export interface Http1TransportOptions extends SocketOptions {
  /** Requests under way at once on each connection. Default 1, which is what nearly every client does. */
  readonly pipelining?: number;
  readonly requests: RequestSource;
  /** Which status counts as success. Asked once per status. Default: 200 to 399. */
  readonly isSuccess?: (status: number) => boolean;
  /** Sees the bodies of answers (chunk framing removed). Costs a call per read; leave it out to skip bodies unseen. */
  readonly onBody?: OnBody;
}

/** Throws TransportOptionError for the first option that cannot be. */
export function checkHttp1Options(options: Http1TransportOptions): void {
  checkSocketOptions(options, 'pipelining', options.pipelining ?? 1);
}
