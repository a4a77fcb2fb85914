import type { HeaderField } from '../http/header-field.js';
import { InvalidRequestError } from '../http/invalid-request-error.js';
import { announcesLength, bodyBytes } from '../http/request-body.js';
import { isToken } from '../http/token.js';

/** One request, in words. */
export interface RequestDescription {
  /** Default GET. CONNECT is not possible: what follows it is not HTTP. */
  readonly method?: string;
  /** Path and query as they go on the wire: percent-encoded, beginning with `/`, or `*` for OPTIONS. */
  readonly path: string;
  /** The Host field, `name` or `name:port`; left out when `headers` brings one. */
  readonly host: string;
  readonly headers?: readonly HeaderField[];
  /** Text is sent as UTF-8. Content-Length is added, unless `headers` frames the body itself. */
  readonly body?: string | Uint8Array;
}

/** RFC 9110 §5.5: visible ASCII, blanks and obs-text. What is missing is what would end the line: CR, LF, NUL. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const REQUEST_TARGET = /^(?:\/[\x21-\x7e]*|\*)$/;

/**
 * The bytes of a request, ready to be written as they are. Nothing is added but Host and Content-Length: no user agent,
 * no `Connection` (HTTP/1.1 keeps connections open by itself). Throws InvalidRequestError for anything that would break
 * the framing or smuggle in a line.
 */
export function buildRequest(description: RequestDescription): Buffer {
  const { method = 'GET', path, host, headers = [], body } = description;
  checkMethod(method);
  if (!REQUEST_TARGET.test(path)) {
    throw new InvalidRequestError(
      'path',
      `must begin with "/" and hold no blanks or controls, got ${quote(path)}`,
    );
  }
  const payload = bodyBytes(body);
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  const fields: HeaderField[] = [];
  if (!names.has('host')) fields.push(['Host', host]);
  fields.push(...headers);
  const framed = names.has('content-length') || names.has('transfer-encoding');
  if (!framed && announcesLength(method, payload.length)) {
    fields.push(['Content-Length', String(payload.length)]);
  }
  const lines = fields.map(([name, value]) => `${checkName(name)}: ${checkValue(name, value)}\r\n`);
  return Buffer.concat([
    Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'),
    payload,
  ]);
}

function checkMethod(method: string): void {
  if (!isToken(method)) throw new InvalidRequestError('method', `must be one word, got ${quote(method)}`);
  if (method === 'CONNECT')
    throw new InvalidRequestError('method', 'CONNECT opens a tunnel, which is not HTTP');
}

function checkName(name: string): string {
  if (!isToken(name)) throw new InvalidRequestError(`header ${quote(name)}`, 'is not a field name');
  return name;
}

function checkValue(name: string, value: string): string {
  const field = name.toLowerCase() === 'host' ? 'host' : `header ${name}`;
  if (!FIELD_VALUE.test(value)) {
    throw new InvalidRequestError(field, `must not hold line ends, controls or letters beyond Latin-1`);
  }
  if (field === 'host' && value === '') throw new InvalidRequestError(field, 'must not be empty');
  return value;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
