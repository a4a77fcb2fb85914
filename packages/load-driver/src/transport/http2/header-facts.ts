import type { FieldSink } from '../hpack/decoder.js';
import { TOKEN_BYTES } from '../http/token.js';

export const ABSENT = -1;
/** A field that is there, but not in its form. */
const BROKEN = -2;

const ascii = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const STATUS = ascii(':status');
const CONTENT_LENGTH = ascii('content-length');
const CONTENT_TYPE = ascii('content-type');
const GRPC = ascii('application/grpc');
const GRPC_STATUS = ascii('grpc-status');
const GRPC_MESSAGE = ascii('grpc-message');
/** RFC 9113 §8.2.2: with one of these, an answer is malformed. */
const CONNECTION_FIELDS = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
].map(ascii);
const COLON = 0x3a;
const PLUS = 0x2b;
const SEMICOLON = 0x3b;
/** 2^53 has 16 digits. */
const MOST_LENGTH_DIGITS = 15;

/** 1 for what may stand in a field name: tokens, without capitals (RFC 9113 §8.2.1). */
const NAME_BYTES = Uint8Array.from(TOKEN_BYTES, (token, byte) => (byte >= 0x41 && byte <= 0x5a ? 0 : token));

/** What a client has to know of one block of response headers or trailers. Two blocks that mean the same have the same facts. */
export class HeaderFacts implements FieldSink {
  /** `:status`; ABSENT in trailers. */
  status = ABSENT;
  /** ABSENT, BROKEN, or a number of bytes. */
  contentLength = ABSENT;
  /** content-type is application/grpc, with or without a message format. */
  isGrpc = false;
  /** ABSENT, BROKEN, or a gRPC status code. */
  grpcStatus = ABSENT;
  /** grpc-message as it was sent. Kept only when it is there. */
  grpcMessage = '';
  /** What makes the block malformed; empty when it is well. */
  malformed = '';
  #fields = 0;

  clear(): void {
    this.status = ABSENT;
    this.contentLength = ABSENT;
    this.isGrpc = false;
    this.grpcStatus = ABSENT;
    this.grpcMessage = '';
    this.malformed = '';
    this.#fields = 0;
  }

  field(
    name: Uint8Array,
    nameFrom: number,
    nameTo: number,
    value: Uint8Array,
    valueFrom: number,
    valueTo: number,
  ): void {
    if (name[nameFrom] === COLON && nameTo > nameFrom) {
      this.#pseudo(name, nameFrom, nameTo, value, valueFrom, valueTo);
      return;
    }
    this.#fields++;
    if (!isName(name, nameFrom, nameTo)) this.malformed = 'a field name that is none';
    if (!isValue(value, valueFrom, valueTo)) this.malformed = 'a field value with line ends or controls';
    switch (nameTo - nameFrom) {
      case GRPC_STATUS.length:
        if (equals(name, nameFrom, nameTo, GRPC_STATUS))
          this.grpcStatus = numberOf(value, valueFrom, valueTo, 9);
        break;
      case GRPC_MESSAGE.length: // and of content-type
        if (equals(name, nameFrom, nameTo, GRPC_MESSAGE)) {
          this.grpcMessage = Buffer.from(value.subarray(valueFrom, valueTo)).toString('latin1');
        } else if (equals(name, nameFrom, nameTo, CONTENT_TYPE)) {
          this.isGrpc = isGrpcType(value, valueFrom, valueTo);
        }
        break;
      case CONTENT_LENGTH.length:
        if (equals(name, nameFrom, nameTo, CONTENT_LENGTH)) this.#length(value, valueFrom, valueTo);
        break;
      default:
    }
    for (const field of CONNECTION_FIELDS) {
      if (equals(name, nameFrom, nameTo, field)) this.malformed = 'a field of HTTP/1.1 connections';
    }
  }

  #pseudo(
    name: Uint8Array,
    nameFrom: number,
    nameTo: number,
    value: Uint8Array,
    valueFrom: number,
    valueTo: number,
  ): void {
    if (!equals(name, nameFrom, nameTo, STATUS)) this.malformed = 'a pseudo-header that answers do not have';
    else if (this.status !== ABSENT) this.malformed = 'two times :status';
    else if (this.#fields > 0) this.malformed = ':status behind other fields';
    else {
      this.status = valueTo - valueFrom === 3 ? numberOf(value, valueFrom, valueTo, 3) : BROKEN;
      if (this.status < 100) this.malformed = ':status is not a number from 100 to 999';
    }
  }

  #length(value: Uint8Array, from: number, to: number): void {
    const length = numberOf(value, from, to, MOST_LENGTH_DIGITS);
    if (this.contentLength !== ABSENT && this.contentLength !== length)
      this.malformed = 'two content-lengths';
    this.contentLength = length;
    if (length === BROKEN) this.malformed = 'a content-length that is no number';
  }
}

/** `application/grpc`, `application/grpc+proto`, `application/grpc;…`; not `application/grpc-web`, whose trailers are content. */
function isGrpcType(value: Uint8Array, from: number, to: number): boolean {
  const end = from + GRPC.length;
  if (end > to || !equals(value, from, end, GRPC)) return false;
  return end === to || value[end] === PLUS || value[end] === SEMICOLON;
}

function numberOf(bytes: Uint8Array, from: number, to: number, mostDigits: number): number {
  if (to === from || to - from > mostDigits) return BROKEN;
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = bytes[i]! - 0x30;
    if (digit < 0 || digit > 9) return BROKEN;
    value = value * 10 + digit;
  }
  return value;
}

function equals(bytes: Uint8Array, from: number, to: number, word: Uint8Array): boolean {
  if (to - from !== word.length) return false;
  for (let i = 0; i < word.length; i++) if (bytes[from + i] !== word[i]) return false;
  return true;
}

function isName(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (NAME_BYTES[bytes[i]!] !== 1) return false;
  return to > from;
}

/** RFC 9113 §8.2.1: no NUL, CR, LF. What else may not be there in theory does no harm. */
function isValue(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const byte = bytes[i]!;
    if (byte === 0 || byte === 0x0a || byte === 0x0d) return false;
  }
  return true;
}
