import { TOKEN_BYTES } from '../http/token.js';
import { COLON, CR, equalsIgnoringCase, LF, SPACE, TAB } from './ascii.js';
import {
  CODINGS_INVALID,
  CODINGS_NONE,
  CONNECTION_CLOSE,
  CONNECTION_KEEP_ALIVE,
  CONNECTION_UNSAID,
  foldConnection,
  foldTransferCodings,
  parseContentLength,
} from './framing-fields.js';
import type { HeadFacts } from './head-memo.js';
import { notHttp1 } from './not-http1.js';

const VERSION_1 = Buffer.from('HTTP/1.');
const CONTENT_LENGTH = Buffer.from('content-length');
const TRANSFER_ENCODING = Buffer.from('transfer-encoding');
const CONNECTION = Buffer.from('connection');

/** `HTTP/1.1 200`: what a status line must have at least (the reason and even the space before it may be missing). */
const SHORTEST_STATUS_LINE = 12;

/**
 * Whether the bytes are, or may become, the beginning of an HTTP/1.x status line. Asked before the line is whole, so
 * that a server which speaks another protocol (and never sends a line feed) is noticed at its first byte.
 */
export function mayBeStatusLine(bytes: Uint8Array, at: number, to: number): boolean {
  const known = Math.min(to - at, VERSION_1.length);
  for (let i = 0; i < known; i++) if (bytes[at + i] !== VERSION_1[i]) return false;
  return true;
}

/**
 * Reads the lines of a status line and header fields, and keeps only what frames the message. Lines are judged when
 * they are whole, so that it does not matter how reads cut them. Nothing is allocated.
 */
export class HeadReader implements HeadFacts {
  status = 0;
  minorVersion = 1;
  /** -1 when there was no Content-Length. */
  contentLength = -1;
  /** One of the `CODINGS_…` constants. */
  codings = CODINGS_NONE;
  /** Whether the empty line that ends the fields has been read. */
  done = false;
  /** Why a read returned -1. */
  failure = '';
  /** One of the `CONNECTION_…` constants. */
  connection = CONNECTION_UNSAID;
  #lastFieldFrames = false;

  begin(): void {
    this.status = 0;
    this.contentLength = -1;
    this.codings = CODINGS_NONE;
    this.done = false;
    this.connection = CONNECTION_UNSAID;
    this.#lastFieldFrames = false;
  }

  /** Takes over what a head of the same bytes said. */
  recall(facts: HeadFacts): void {
    this.status = facts.status;
    this.minorVersion = facts.minorVersion;
    this.contentLength = facts.contentLength;
    this.codings = facts.codings;
    this.connection = facts.connection;
  }

  /** Trailer fields follow: same syntax, but nothing in them can frame the message any more (RFC 9110 §6.5.1). */
  beginTrailer(): void {
    this.done = false;
    this.#lastFieldFrames = false;
  }

  /** Whether the server keeps the connection open after this answer (RFC 9112 §9.3). */
  get persistent(): boolean {
    if (this.connection === CONNECTION_CLOSE) return false;
    return this.minorVersion >= 1 || this.connection === CONNECTION_KEEP_ALIVE;
  }

  /** Returns the offset behind the status line; `at` when the line is not whole; -1 when it is not a status line. */
  readStatusLine(bytes: Uint8Array, at: number, to: number): number {
    if (!mayBeStatusLine(bytes, at, to)) return this.#fail(notHttp1(bytes, at, to));
    let lineFeed = at + VERSION_1.length;
    while (lineFeed < to && bytes[lineFeed] !== LF) lineFeed++;
    if (lineFeed >= to) return at;
    const end = bytes[lineFeed - 1] === CR ? lineFeed - 1 : lineFeed;
    if (end - at < SHORTEST_STATUS_LINE) return this.#fail('the status line is too short');
    const minor = bytes[at + 7]! - 0x30;
    const hundreds = bytes[at + 9]! - 0x30;
    const tens = bytes[at + 10]! - 0x30;
    const ones = bytes[at + 11]! - 0x30;
    const digits = isDigit(minor) && isDigit(hundreds) && isDigit(tens) && isDigit(ones);
    const spaced = bytes[at + 8] === SPACE && (end === at + SHORTEST_STATUS_LINE || bytes[at + 12] === SPACE);
    if (!digits || !spaced || hundreds === 0) return this.#fail('the status line has no status code');
    this.minorVersion = minor;
    this.status = hundreds * 100 + tens * 10 + ones;
    return lineFeed + 1;
  }

  /**
   * Reads field lines up to and including the empty line that ends them (then `done`). Returns the offset behind the
   * last whole line, or -1 when a line is not a field. One pass: the name is checked and the line feed found in the
   * same walk; values are looked at only for the three names that frame a message, told apart by their lengths first.
   */
  readFields(bytes: Uint8Array, at: number, to: number, trailer: boolean): number {
    const token = TOKEN_BYTES;
    let start = at;
    while (start < to) {
      let i = start;
      while (i < to && token[bytes[i]!] === 1) i++;
      const nameEnd = i;
      while (i < to && bytes[i] !== LF) i++;
      if (i === to) return start;
      if (nameEnd === start) {
        if (i === start || (i === start + 1 && bytes[start] === CR)) {
          this.done = true;
          return i + 1;
        }
        const folded = bytes[start] === SPACE || bytes[start] === TAB;
        if (!folded) return this.#fail('a header line has no name');
        if (this.#lastFieldFrames)
          return this.#fail('a field that frames the message is folded over two lines');
      } else {
        if (bytes[nameEnd] !== COLON) return this.#fail('a header line has no colon after its name');
        const length = nameEnd - start;
        if (!trailer && (length === 14 || length === 10 || length === 17)) {
          if (this.#takeFramingField(bytes, start, nameEnd, i) < 0) return -1;
        } else this.#lastFieldFrames = false;
      }
      start = i + 1;
    }
    return start;
  }

  #takeFramingField(bytes: Uint8Array, start: number, nameEnd: number, end: number): number {
    const value = nameEnd + 1;
    this.#lastFieldFrames = true;
    if (equalsIgnoringCase(bytes, start, nameEnd, CONTENT_LENGTH)) {
      if (this.contentLength >= 0) return this.#fail('there are two Content-Length fields');
      this.contentLength = parseContentLength(bytes, value, end);
      if (this.contentLength < 0) return this.#fail('Content-Length is not a number');
    } else if (equalsIgnoringCase(bytes, start, nameEnd, CONNECTION)) {
      this.connection = foldConnection(this.connection, bytes, value, end);
    } else if (equalsIgnoringCase(bytes, start, nameEnd, TRANSFER_ENCODING)) {
      this.codings = foldTransferCodings(this.codings, bytes, value, end);
      if (this.codings === CODINGS_INVALID) return this.#fail('Transfer-Encoding names chunked twice');
    } else {
      this.#lastFieldFrames = false;
    }
    return 0;
  }

  #fail(why: string): -1 {
    this.failure = why;
    return -1;
  }
}

function isDigit(value: number): boolean {
  return value >= 0 && value <= 9;
}
