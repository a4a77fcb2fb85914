import { COMMA, CR, equalsIgnoringCase, SEMICOLON, SPACE, TAB } from './ascii.js';

const CHUNKED = Buffer.from('chunked');
const CLOSE = Buffer.from('close');
const KEEP_ALIVE = Buffer.from('keep-alive');

/** No codings seen yet. */
export const CODINGS_NONE = 0;
/** `chunked` is the last transfer coding: the body is framed by chunks. */
export const CODINGS_END_CHUNKED = 1;
/** Another coding is the last: the body ends with the connection (RFC 9112 §6.3, item 4). */
const CODINGS_END_OTHER = 2;
/** `chunked` twice in a row (RFC 9112 §7.1 forbids it): nobody knows where such a body ends. */
export const CODINGS_INVALID = 3;

/** Nothing said about the connection. */
export const CONNECTION_UNSAID = 0;
/** `Connection: keep-alive`. */
export const CONNECTION_KEEP_ALIVE = 1;
/** `Connection: close`, which wins over keep-alive. */
export const CONNECTION_CLOSE = 2;

/** 16 digits could pass 2^53; no body that long ends within anybody's patience. */
const MOST_LENGTH_DIGITS = 15;

/**
 * The number in a Content-Length value, or -1 when it is not just digits. A list (`5, 5`) is invalid too: RFC 9110 §8.6
 * lets a recipient repair it, but a server that sends it is broken and its user wants to know.
 */
export function parseContentLength(bytes: Uint8Array, start: number, end: number): number {
  const from = skipBlanks(bytes, start, end);
  const to = trimBlanks(bytes, from, end);
  if (to === from || to - from > MOST_LENGTH_DIGITS) return -1;
  let length = 0;
  for (let i = from; i < to; i++) {
    const digit = bytes[i]! - 0x30;
    if (digit < 0 || digit > 9) return -1;
    length = length * 10 + digit;
  }
  return length;
}

/** What a Connection value adds to what earlier ones said; unknown options are ignored. */
export function foldConnection(said: number, bytes: Uint8Array, start: number, end: number): number {
  let now = said;
  for (let from = start; from < end; ) {
    const comma = elementEnd(bytes, from, end);
    const first = skipBlanks(bytes, from, comma);
    const last = trimBlanks(bytes, first, comma);
    if (equalsIgnoringCase(bytes, first, last, CLOSE)) now = CONNECTION_CLOSE;
    else if (now === CONNECTION_UNSAID && equalsIgnoringCase(bytes, first, last, KEEP_ALIVE)) {
      now = CONNECTION_KEEP_ALIVE;
    }
    from = comma + 1;
  }
  return now;
}

/** What a Transfer-Encoding value adds to the codings of earlier ones (several fields are one list, RFC 9110 §5.3). */
export function foldTransferCodings(before: number, bytes: Uint8Array, start: number, end: number): number {
  let now = before;
  for (let from = start; from < end; ) {
    const comma = elementEnd(bytes, from, end);
    const first = skipBlanks(bytes, from, comma);
    const last = trimBlanks(bytes, first, comma);
    from = comma + 1;
    if (first === last) continue; // empty list elements are allowed and mean nothing
    if (now === CODINGS_INVALID) return now;
    if (equalsIgnoringCase(bytes, first, codingNameEnd(bytes, first, last), CHUNKED)) {
      now = now === CODINGS_END_CHUNKED ? CODINGS_INVALID : CODINGS_END_CHUNKED;
    } else {
      now = CODINGS_END_OTHER;
    }
  }
  return now;
}

function elementEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== COMMA) at++;
  return at;
}

function codingNameEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && bytes[at] !== SEMICOLON) at++;
  return trimBlanks(bytes, from, at);
}

function skipBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = from;
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB)) at++;
  return at;
}

/** A CR directly before the line feed counts as a blank here, so callers may pass the offset of the line feed. */
function trimBlanks(bytes: Uint8Array, from: number, end: number): number {
  let at = end;
  while (at > from && (bytes[at - 1] === SPACE || bytes[at - 1] === TAB || bytes[at - 1] === CR)) at--;
  return at;
}
