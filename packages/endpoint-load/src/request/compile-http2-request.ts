import { type HeaderField, InvalidRequestError } from '@benchwright/load-driver';
import { type PreparedHeaders, prepareHeaders, prepareHttp2Request } from '@benchwright/load-driver/http2';
import { mostBytes } from './field-values.js';
import {
  fieldsOf,
  isFramed,
  type LengthField,
  parseRequest,
  type RequestSpec,
  type Template,
  textLength,
} from './parse-request.js';
import type { Field } from './template.js';

/** A request of HTTP/2 whose values are not yet drawn. Plain data: it can be sent to a thread. */
export interface CompiledHttp2Request {
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly authority: string;
  readonly path: Template;
  readonly headers: readonly (readonly [name: string, value: Template])[];
  /** Of path, headers, content-length and body, in this order. */
  readonly fields: readonly (Field | LengthField)[];
  /** Number of the first field of the body. */
  readonly bodyFrom: number;
  /** The body around its fields; without fields, one piece. */
  readonly bodyPieces: readonly Uint8Array[];
  /** True when a content-length that varies stands behind the headers. */
  readonly countsBody: boolean;
}

/**
 * Turns a request into what HTTP/2 sends. A Host header becomes the authority; `content-length` is added, nothing else.
 *
 * @throws TemplateError for a field that cannot be; InvalidRequestError for what a server would have to refuse as malformed
 */
export function compileHttp2Request(spec: RequestSpec, scheme: 'http' | 'https'): CompiledHttp2Request {
  const parsed = parseRequest(spec);
  const host = spec.headers.find(([name]) => name.toLowerCase() === 'host');
  const headers = parsed.headers.filter(([name]) => name.toLowerCase() !== 'host');
  const inBody = fieldsOf(parsed.body ?? []);
  const inHead = [parsed.path, ...headers.map(([, value]) => value)].flatMap(fieldsOf);
  const countsBody = inBody.length > 0 && !isFramed(spec.headers);
  const bodyFrom = inHead.length + (countsBody ? 1 : 0);
  const length: LengthField = { kind: 'length', bytes: textLength(parsed.body ?? []), from: bodyFrom };
  const compiled: CompiledHttp2Request = {
    method: spec.method,
    scheme,
    authority: host?.[1] ?? spec.host,
    path: parsed.path,
    headers,
    fields: [...inHead, ...(countsBody ? [length] : []), ...inBody],
    bodyFrom,
    bodyPieces: piecesOf(parsed.body ?? []),
    countsBody,
  };
  // What cannot be sent is found now, and not by the first request.
  if (compiled.fields.length === 0) prepareFixed(compiled);
  else shapeHeaders(compiled, new Uint8Array(compiled.fields.length).fill(1));
  return compiled;
}

/** The request itself, when it has no fields. */
export function prepareFixed({ path, headers, bodyPieces, ...rest }: CompiledHttp2Request) {
  const { method, scheme, authority } = rest;
  return prepareHttp2Request({
    method,
    scheme,
    authority,
    path: filled(path, [], ''),
    headers: headers.map(([name, value]): HeaderField => [name, filled(value, [], '')]),
    body: bodyPieces[0] ?? new Uint8Array(),
  });
}

/** The most bytes that the body can have, whatever its fields give. */
export function largestBody({ bodyPieces, fields, bodyFrom }: CompiledHttp2Request): number {
  return bodyPieces.reduce((sum, piece) => sum + piece.length, mostBytes(fields.slice(bodyFrom)));
}

/** Headers with room for values of certain widths. */
export interface HeaderShape {
  readonly headers: PreparedHeaders;
  /** Where the value of each field of the head begins in `headers.frames`. */
  readonly offsets: Uint32Array;
}

/**
 * Encodes the headers of a request around values of these widths, without Huffman, so that the values can be written in
 * place. Built twice, around ones and around twos: where the bytes differ, the values stand.
 */
export function shapeHeaders(request: CompiledHttp2Request, widths: Uint8Array): HeaderShape {
  const ones = encoded(request, widths, '1');
  const twos = encoded(request, widths, '2');
  const places: number[] = [];
  ones.frames.forEach((byte, at) => {
    if (byte !== twos.frames[at]) places.push(at);
  });
  const offsets = new Uint32Array(request.bodyFrom);
  let place = 0;
  for (let f = 0; f < request.bodyFrom; f++) {
    offsets[f] = places[place] ?? 0;
    place += widths[f]!;
  }
  if (place !== places.length) throw new InvalidRequestError('headers', 'do not hold the values as they are');
  return { headers: ones, offsets };
}

function encoded(request: CompiledHttp2Request, widths: Uint8Array, digit: string): PreparedHeaders {
  const { method, scheme, authority, countsBody, bodyFrom } = request;
  const left = [...widths.subarray(0, bodyFrom)];
  const path = filled(request.path, left, digit);
  const headers = request.headers.map(([name, value]): HeaderField => [name, filled(value, left, digit)]);
  if (countsBody) headers.push(['content-length', digit.repeat(left.shift() ?? 1)]);
  return prepareHeaders({ method, scheme, authority, path, headers, huffman: false });
}

/** A text with a row of digits in place of each field; takes the widths from the front of `left`. */
function filled(template: Template, left: number[], digit: string): string {
  return template.map((part) => (typeof part === 'string' ? part : digit.repeat(left.shift() ?? 1))).join('');
}

function piecesOf(template: Template): Uint8Array[] {
  const pieces: string[] = [''];
  for (const part of template) {
    if (typeof part === 'string') pieces[pieces.length - 1] += part;
    else pieces.push('');
  }
  return pieces.map((piece) => Buffer.from(piece, 'latin1'));
}
