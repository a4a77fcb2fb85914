import { encodeHeaderBlock } from '../hpack/encoder.js';
import type { HeaderField } from '../http/header-field.js';
import { InvalidRequestError } from '../http/invalid-request-error.js';
import { isToken } from '../http/token.js';
import { CONTINUATION, END_HEADERS, FRAME_HEADER_BYTES, HEADERS, writeFrameHeader } from './protocol.js';

/** One byte less than any server takes in a frame: room for a table size update, should one be owed. */
const MOST_FRAGMENT = 16_383;
/** Servers refuse headers long before this. */
const MOST_BLOCK_BYTES = 32_768;

/** The headers of a request as they go on the wire, but for the stream id. Made once, sent many times. */
export interface PreparedHeaders {
  /** A HEADERS frame and what CONTINUATION frames the block needs, all on stream 0, END_STREAM not set. */
  readonly frames: Uint8Array;
  /** Where the frames after the first begin. */
  readonly continuations: readonly number[];
  /** The answer has no body, whatever its content-length says. */
  readonly toHead: boolean;
}

/** The headers of a request, in words. */
export interface HeadersDescription {
  /** Default GET. CONNECT is not possible: what follows it is not HTTP. */
  readonly method?: string;
  /** Default `http`. */
  readonly scheme?: 'http' | 'https';
  /** `name` or `name:port`, what the Host field is in HTTP/1.1. */
  readonly authority: string;
  /** Path and query as they go on the wire: percent-encoded, beginning with `/`, or `*` for OPTIONS. */
  readonly path: string;
  /** Names are sent in lower case, as HTTP/2 has them. */
  readonly headers?: readonly HeaderField[];
  /** Code strings with Huffman where that is shorter, as most clients do. Default true. */
  readonly huffman?: boolean;
}

/** RFC 9113 §8.2.2: what spoke of the connection in HTTP/1.1 makes a request malformed; of `te` only `trailers` is left. */
const CONNECTION_FIELDS = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
  'host',
]);
/** RFC 9110 §5.5: visible ASCII, blanks and obs-text, without blanks at the ends (RFC 9113 §8.2.1). */
const FIELD_VALUE = /^(?![\t ])[\t\x20-\x7e\x80-\xff]*(?<![\t ])$/;
const PATH = /^(?:\/[\x21-\x7e]*|\*)$/;
const AUTHORITY = /^[\x21-\x7e]+$/;

/**
 * Encodes the headers of a request without use of the dynamic table, so that the bytes are the same for every request
 * and connection. Throws InvalidRequestError for what a server would have to refuse as malformed.
 */
export function prepareHeaders(description: HeadersDescription): PreparedHeaders {
  const { method = 'GET', scheme = 'http', authority, path, headers = [], huffman = true } = description;
  check(
    isToken(method) && method !== 'CONNECT',
    'method',
    `must be one word other than CONNECT, got "${method}"`,
  );
  check(PATH.test(path), 'path', `must begin with "/" and hold no blanks or controls, got "${path}"`);
  check(AUTHORITY.test(authority), 'host', 'must not be empty, nor hold blanks or controls');
  const block = encodeHeaderBlock(
    [
      [':method', method],
      [':scheme', scheme],
      [':path', path],
      [':authority', authority],
      ...headers.map(checkedField),
    ],
    huffman,
  );
  check(
    block.length <= MOST_BLOCK_BYTES,
    'headers',
    `take ${block.length} bytes; no server takes more than ${MOST_BLOCK_BYTES}`,
  );
  return { ...framed(block), toHead: method === 'HEAD' };
}

function checkedField([name, value]: HeaderField): HeaderField {
  const lower = name.toLowerCase();
  const field = `header ${lower}`;
  check(isToken(lower), field, 'is not a field name');
  check(
    !CONNECTION_FIELDS.has(lower) && (lower !== 'te' || value === 'trailers'),
    field,
    'has no place in HTTP/2 (use the authority in place of host; the rest is about HTTP/1.1 connections)',
  );
  check(
    FIELD_VALUE.test(value),
    field,
    'must not hold line ends, controls, letters beyond Latin-1 or outer blanks',
  );
  return [lower, value];
}

function framed(block: Uint8Array): { frames: Uint8Array; continuations: readonly number[] } {
  const count = Math.max(1, Math.ceil(block.length / MOST_FRAGMENT));
  const frames = new Uint8Array(block.length + count * FRAME_HEADER_BYTES);
  const begins: number[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    const fragment = block.subarray(i * MOST_FRAGMENT, (i + 1) * MOST_FRAGMENT);
    begins.push(at);
    const flags = i === count - 1 ? END_HEADERS : 0;
    at = writeFrameHeader(frames, at, fragment.length, i === 0 ? HEADERS : CONTINUATION, flags, 0);
    frames.set(fragment, at);
    at += fragment.length;
  }
  return { frames, continuations: begins.slice(1) };
}

function check(well: boolean, field: string, problem: string): void {
  if (!well) throw new InvalidRequestError(field, problem);
}
