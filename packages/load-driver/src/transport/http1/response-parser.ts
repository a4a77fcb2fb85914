import { CR, HEX_VALUES, LF, SEMICOLON, SPACE, TAB } from './ascii.js';
import { CODINGS_END_CHUNKED, CODINGS_NONE } from './framing-fields.js';
import { HeadMemo } from './head-memo.js';
import { HeadReader, mayBeStatusLine } from './head-reader.js';
import { LineCarry } from './line-carry.js';

/** Takes a piece of a body: `bytes[start, end)`, valid only during the call, because the buffer is read into again. */
type BodyBytes = (bytes: Uint8Array, start: number, end: number) => void;

/** Longest header block, trailer block or chunk extension accepted (node:http takes 16 KB, curl 300 KB). */
const HEAD_LIMIT_BYTES = 65_536;

/** 13 hexadecimal digits stay below 2^53. */
const MOST_CHUNK_SIZE_DIGITS = 13;

const STATUS_LINE = 0;
const FIELDS = 1;
const FIXED_BODY = 2;
const CHUNK_SIZE = 3;
const CHUNK_EXTENSION = 4;
const CHUNK_BODY = 5;
const CHUNK_END = 6;
const CHUNK_END_LF = 7;
const TRAILER = 8;
const BODY_UNTIL_CLOSE = 9;
const COMPLETE = 10;
const FAILED = 11;

/**
 * Finds where each answer on an HTTP/1.1 connection ends, and what its status is, as cheaply as can be: bodies are
 * skipped, not copied; field values are looked at only where they frame the message; nothing is allocated per answer.
 * Header lines that lie whole in the buffer are read in place; only a line cut by the end of a read is carried over,
 * so any split of the stream parses the same.
 *
 * Framing follows RFC 9112 §6.3. Where it leaves a choice:
 * - a bare LF ends a line as CRLF does (§2.2 allows it; this is not a proxy, so nothing can be smuggled past it);
 * - chunked wins over Content-Length, and the connection is not used again;
 * - a repeated Content-Length, even with the same value, is a failure;
 * - obsolete line folding is skipped, unless it continues a field that frames the message: then it is a failure;
 * - interim answers (1xx) are skipped, except 101: no request here asks for another protocol;
 * - an empty line before a status line is a failure: it is a body longer than its Content-Length.
 *
 * One parser serves one connection; call `reset` when the connection is replaced.
 */
export class ResponseParser {
  /** Status code of the answer under way or just completed. */
  status = 0;
  /** Whether another answer can follow on this connection. Meaningful once the answer is complete. */
  keepAlive = true;
  /** Body bytes so far, without chunk framing. */
  bodyBytes = 0;
  /** Bytes of this answer so far: status line, interim answers, fields and framing included. */
  wireBytes = 0;
  /** Why the stream is not HTTP/1.1, once `failed`. */
  failure = '';

  readonly #onBody: BodyBytes | undefined;
  readonly #memo: HeadMemo;
  readonly #head = new HeadReader();
  #phase = COMPLETE;
  #toHead = false;
  /** Bytes of the fixed body or of the chunk still to come. */
  #left = 0;
  /** Digits of the chunk size so far. */
  #digits = 0;
  /** Bytes of the header block, trailer block or chunk extension so far. */
  #blockBytes = 0;
  readonly #carry = new LineCarry();

  /** @param memo shared by the parsers of connections to one server */
  constructor(onBody?: BodyBytes, memo: HeadMemo = new HeadMemo()) {
    this.#onBody = onBody;
    this.#memo = memo;
  }

  /** Whether the last byte given to `parse` completed an answer (or nothing has been read since `reset`). */
  get complete(): boolean {
    return this.#phase === COMPLETE;
  }

  /** Whether the stream is broken: nothing after this point can be understood. */
  get failed(): boolean {
    return this.#phase === FAILED;
  }

  /** Forgets everything: the next byte begins an answer on a new connection. */
  reset(): void {
    this.#phase = COMPLETE;
    this.#carry.take();
    this.wireBytes = 0;
    this.bodyBytes = 0;
  }

  /**
   * Reads `bytes[from, to)` up to the end of one answer at most. Returns the offset of the first byte not read: when it
   * is less than `to`, the answer is `complete` (call again for the next one) or the stream has `failed`. O(header) +
   * O(chunks); a body costs the same whatever its length.
   *
   * @param toHead whether the answer is to a HEAD request, and so has no body whatever its fields say
   */
  parse(bytes: Uint8Array, from: number, to: number, toHead: boolean): number {
    if (this.#phase === COMPLETE) this.#begin(toHead);
    let at = from;
    while (at < to && this.#phase < COMPLETE) {
      if (this.#phase <= FIELDS || this.#phase === TRAILER) {
        if (this.#carry.length > 0) at = this.#completeLine(bytes, at, to);
        else if (this.#phase === STATUS_LINE) at = this.#readHead(bytes, at, to);
        else at = this.#readLines(bytes, at, to);
      } else if (this.#phase === FIXED_BODY || this.#phase === CHUNK_BODY) {
        at = this.#skipBody(bytes, at, to);
      } else if (this.#phase === BODY_UNTIL_CLOSE) {
        at = this.#skipRest(bytes, at, to);
      } else {
        this.#readChunkFraming(bytes[at]!);
        at++;
      }
    }
    this.wireBytes += at - from;
    return at;
  }

  /** The peer has closed the connection. Returns true when that is what completes the answer (RFC 9112 §6.3, item 8). */
  end(): boolean {
    if (this.#phase !== BODY_UNTIL_CLOSE) return false;
    this.#phase = COMPLETE;
    return true;
  }

  #begin(toHead: boolean): void {
    this.#phase = STATUS_LINE;
    this.#toHead = toHead;
    this.wireBytes = 0;
    this.bodyBytes = 0;
    this.#blockBytes = 0;
    this.#head.begin();
  }

  #fail(why: string): void {
    this.#phase = FAILED;
    this.failure = why;
  }

  /** Reads a head that begins here, by comparing it with the last one if possible. Returns the offset reached. */
  #readHead(bytes: Uint8Array, at: number, to: number): number {
    const memo = this.#memo;
    const head = this.#head;
    if (memo.matches(bytes, at, to)) {
      head.recall(memo.facts);
      this.#endFields();
      return at + memo.length;
    }
    const fields = this.#readLines(bytes, at, to);
    if (this.#phase !== FIELDS) return fields;
    const next = this.#readLines(bytes, fields, to);
    if (head.done) memo.offer(bytes, at, next, head);
    return next;
  }

  /** Reads the header or trailer lines that lie whole in the buffer, and carries a cut one. Returns the offset reached. */
  #readLines(bytes: Uint8Array, at: number, to: number): number {
    const head = this.#head;
    const next =
      this.#phase === STATUS_LINE
        ? head.readStatusLine(bytes, at, to)
        : head.readFields(bytes, at, to, this.#phase === TRAILER);
    if (next < 0) {
      this.#fail(head.failure);
      return to;
    }
    if (next === at) return this.#carryBytes(bytes, at, to);
    this.#countBlock(next - at);
    if (this.#phase === STATUS_LINE) this.#phase = FIELDS;
    else if (head.done && this.#phase === FIELDS) this.#endFields();
    else if (head.done && this.#phase === TRAILER) this.#phase = COMPLETE;
    return next;
  }

  /** Carries up to the next line feed and reads the whole line from there. Returns the offset reached. */
  #completeLine(bytes: Uint8Array, at: number, to: number): number {
    let lineFeed = at;
    while (lineFeed < to && bytes[lineFeed] !== LF) lineFeed++;
    const whole = lineFeed < to;
    const next = this.#carryBytes(bytes, at, whole ? lineFeed + 1 : to);
    if (this.#phase === FAILED) return to;
    if (whole) {
      const length = this.#carry.take();
      this.#readLines(this.#carry.bytes, 0, length);
    } else if (this.#phase === STATUS_LINE && !mayBeStatusLine(this.#carry.bytes, 0, this.#carry.length)) {
      this.#fail('the answer does not begin with HTTP/1.');
    }
    return next;
  }

  #carryBytes(bytes: Uint8Array, at: number, to: number): number {
    if (this.#blockBytes + this.#carry.length + (to - at) > HEAD_LIMIT_BYTES) {
      this.#fail('the header block is longer than 64 KB');
    } else {
      this.#carry.add(bytes, at, to);
    }
    return to;
  }

  #countBlock(bytes: number): void {
    this.#blockBytes += bytes;
    if (this.#blockBytes > HEAD_LIMIT_BYTES) this.#fail('the header block is longer than 64 KB');
  }

  /** The header fields are all read: decide where the answer ends (RFC 9112 §6.3, in its order). */
  #endFields(): void {
    const head = this.#head;
    const status = head.status;
    if (status < 200 && status !== 101) {
      this.#phase = STATUS_LINE;
      this.#blockBytes = 0;
      head.begin();
      return;
    }
    this.status = status;
    this.keepAlive = head.persistent && status !== 101;
    if (this.#toHead || status === 101 || status === 204 || status === 304) {
      this.#phase = COMPLETE;
    } else if (head.codings !== CODINGS_NONE) {
      if (head.contentLength >= 0 || head.minorVersion === 0) this.keepAlive = false;
      if (head.codings === CODINGS_END_CHUNKED) this.#beginChunk();
      else this.#beginBodyUntilClose();
    } else if (head.contentLength >= 0) {
      this.#left = head.contentLength;
      this.#phase = this.#left === 0 ? COMPLETE : FIXED_BODY;
    } else {
      this.#beginBodyUntilClose();
    }
  }

  #beginBodyUntilClose(): void {
    this.keepAlive = false;
    this.#phase = BODY_UNTIL_CLOSE;
  }

  #skipBody(bytes: Uint8Array, at: number, to: number): number {
    const end = this.#left < to - at ? at + this.#left : to;
    this.bodyBytes += end - at;
    this.#left -= end - at;
    if (this.#onBody !== undefined) this.#onBody(bytes, at, end);
    if (this.#left === 0) this.#phase = this.#phase === FIXED_BODY ? COMPLETE : CHUNK_END;
    return end;
  }

  #skipRest(bytes: Uint8Array, at: number, to: number): number {
    this.bodyBytes += to - at;
    if (this.#onBody !== undefined) this.#onBody(bytes, at, to);
    return to;
  }

  #beginChunk(): void {
    this.#phase = CHUNK_SIZE;
    this.#left = 0;
    this.#digits = 0;
    this.#blockBytes = 0;
  }

  /** One byte between chunks (RFC 9112 §7.1). Byte by byte, so that a wrong chunk size fails at its first wrong byte. */
  #readChunkFraming(byte: number): void {
    if (this.#phase === CHUNK_SIZE) this.#readChunkSize(byte);
    else if (this.#phase === CHUNK_EXTENSION) {
      this.#countBlock(1);
      if (byte === LF && this.#phase === CHUNK_EXTENSION) this.#beginChunkBody();
    } else if (byte === LF) this.#beginChunk();
    else if (byte === CR && this.#phase === CHUNK_END) this.#phase = CHUNK_END_LF;
    else this.#fail('a chunk is longer than its size says');
  }

  #readChunkSize(byte: number): void {
    const value = HEX_VALUES[byte]!;
    if (value < 16) {
      this.#left = this.#left * 16 + value;
      this.#digits++;
      if (this.#digits > MOST_CHUNK_SIZE_DIGITS) this.#fail('a chunk size has too many digits');
    } else if (this.#digits === 0) this.#fail('a chunk does not begin with its size');
    else if (byte === LF) this.#beginChunkBody();
    else if (byte === CR || byte === SEMICOLON || byte === SPACE || byte === TAB)
      this.#phase = CHUNK_EXTENSION;
    else this.#fail('a chunk size is not hexadecimal');
  }

  #beginChunkBody(): void {
    this.#blockBytes = 0;
    if (this.#left > 0) this.#phase = CHUNK_BODY;
    else {
      this.#phase = TRAILER;
      this.#head.beginTrailer();
    }
  }
}
