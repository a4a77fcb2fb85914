import { buildRequest, type HeaderField } from '@benchwright/load-driver';
import { WALLET_MARK } from '../bodies/wallets.js';
import { TRACE_MARK, traceparentTemplate } from '../trace/trace-context.js';

/** A request as bytes, with the places at which numbers are written into it. Plain data: it can be sent to a thread. */
export interface PreparedRequest {
  readonly bytes: Uint8Array;
  /** Where the number of the wallet stands; -1 where the request enrols nobody. */
  readonly walletAt: number;
  /** Where the number of the trace stands, twice; empty in a request that is not traced. */
  readonly traceAt: readonly number[];
}

export interface RequestParts {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly host: string;
  readonly headers: readonly HeaderField[];
  /** Null: no body. */
  readonly body: string | null;
  /** Null: without a traceparent. */
  readonly traceNonce: number | null;
}

/**
 * Frames a request (Host, Content-Type and Content-Length are added) and finds the marks in it.
 *
 * @throws InvalidRequestError for a header that would break the framing
 */
export function prepareRequest({
  method,
  path,
  host,
  headers,
  body,
  traceNonce,
}: RequestParts): PreparedRequest {
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const type: HeaderField[] =
    body === null || given.has('content-type') ? [] : [['Content-Type', 'application/json']];
  const trace: HeaderField[] = traceNonce === null ? [] : [['traceparent', traceparentTemplate(traceNonce)]];
  const bytes = buildRequest({
    method,
    path,
    host,
    headers: [...headers, ...type, ...trace],
    ...(body === null ? {} : { body: Buffer.from(body, 'utf8') }),
  });
  return { bytes, walletAt: bytes.indexOf(WALLET_MARK), traceAt: placesOf(bytes, TRACE_MARK) };
}

function placesOf(bytes: Buffer, mark: string): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + mark.length)) places.push(at);
  return places;
}
