import { announcesLength, bodyBytes } from '../http/request-body.js';
import { checkRequestOrder } from '../http/request-order.js';
import { type HeadersDescription, type PreparedHeaders, prepareHeaders } from './prepared-headers.js';

/** One request, ready to be sent any number of times. */
export interface PreparedHttp2Request {
  readonly headers: PreparedHeaders;
  readonly body: Uint8Array;
}

/** One request, in words. */
export interface Http2RequestDescription extends HeadersDescription {
  /** Text is sent as UTF-8. `content-length` is added, unless `headers` has one. */
  readonly body?: string | Uint8Array;
}

/**
 * Gives each request. Must return the same body bytes until the request has completed; must not allocate per call.
 * Headers are made beforehand by `prepareHeaders`; a body may be one buffer per slot, written anew for each request.
 */
export interface Http2RequestSource {
  headersFor(slot: number, sequence: number): PreparedHeaders;
  /** Empty: no body. For gRPC the serialised message, which may be empty too. */
  bodyFor(slot: number, sequence: number): Uint8Array;
}

/** Encodes a request of plain HTTP/2. Throws InvalidRequestError for what a server would have to refuse as malformed. */
export function prepareHttp2Request(description: Http2RequestDescription): PreparedHttp2Request {
  const { body: given, headers = [], method = 'GET', ...rest } = description;
  const body = bodyBytes(given);
  const counted = headers.some(([name]) => name.toLowerCase() === 'content-length');
  const announces = !counted && announcesLength(method, body.length);
  return {
    headers: prepareHeaders({
      ...rest,
      method,
      headers: announces ? [...headers, ['content-length', String(body.length)]] : headers,
    }),
    body,
  };
}

/** The same request every time. */
export function fixedHttp2Request({ headers, body }: PreparedHttp2Request): Http2RequestSource {
  return { headersFor: () => headers, bodyFor: () => body };
}

/**
 * Requests out of a table: request number `sequence` is `requests[order[sequence % order.length]]`; without an order,
 * the table is gone through in turn. Throws InvalidRequestError when the table or the order is empty, or the order
 * points outside of the table.
 */
export function http2RequestTable(
  requests: readonly PreparedHttp2Request[],
  order: Uint32Array = Uint32Array.from(requests, (_, i) => i),
): Http2RequestSource {
  checkRequestOrder(requests.length, order);
  return {
    headersFor: (_slot, sequence) => requests[order[sequence % order.length]!]!.headers,
    bodyFor: (_slot, sequence) => requests[order[sequence % order.length]!]!.body,
  };
}
