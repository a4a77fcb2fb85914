import {
  buildRequest,
  type HeaderField,
  type RequestSource,
  requestTemplate,
} from '@benchwright/load-driver';
import { type Http2RequestSource, prepareHttp2Request } from '@benchwright/load-driver/http2';
import type { Dialect, HttpExchange } from '../operation/dialect.js';
import type { Numbers } from './numbers.js';
import { kept } from './prepared.js';

/** What the sources of every protocol are made from. */
export interface SourceOptions {
  readonly dialect: Dialect;
  readonly numbers: Numbers;
  readonly slots: number;
  /** The smallest and the largest number of a request. */
  readonly range: readonly [number, number];
}

/** Longer numbers have no place in a template. */
const MOST_TEMPLATE_DIGITS = 15;

/** Whole HTTP/1.1 requests. `host` is what the Host field says. */
export function http1Requests(
  options: SourceOptions,
  host: string,
  connections: 'shared' | 'per-request',
): RequestSource {
  // The server closes: whoever does so first keeps the port waiting.
  const closing: HeaderField[] = connections === 'per-request' ? [['Connection', 'close']] : [];
  return numbered(options, isText(options), (number) => {
    const { method, path, headers, body } = options.dialect.exchangeFor(number);
    return buildRequest({ method, path, host, headers: [...headers, ...closing], ...bodyOf(body) });
  });
}

/** Messages of gRPC. */
export function grpcMessages(options: SourceOptions): RequestSource {
  return numbered(options, options.dialect.call.numberIsText, (number) =>
    asBuffer(bytesOf(options.dialect.exchangeFor(number))),
  );
}

/** Requests of plain HTTP/2: the headers of each number are kept, the body of what creates is written in place. */
export function http2Requests(
  options: SourceOptions,
  authority: string,
  scheme: 'http' | 'https',
): Http2RequestSource {
  const { dialect, numbers } = options;
  const prepare = (number: number) => {
    const { body, ...exchange } = dialect.exchangeFor(number);
    return prepareHttp2Request({ ...exchange, authority, scheme, ...bodyOf(body) });
  };
  if (dialect.call.creates) {
    // Numbers of one width: the path is the same for all, and so is the length of the body.
    const { headers } = prepare(options.range[0]);
    const bodies = numbered(options, true, (number) => asBuffer(bytesOf(dialect.exchangeFor(number))));
    return { headersFor: () => headers, bodyFor: (slot, sequence) => bodies.bytesFor(slot, sequence) };
  }
  const requestFor = kept(prepare);
  return {
    headersFor: () => requestFor(numbers.current).headers,
    bodyFor: () => requestFor(numbers.current).body,
  };
}

/** Bytes that differ in the number: written in place where it stands in digits, kept by number where it does not. */
function numbered(
  { numbers, slots, range }: SourceOptions,
  inPlace: boolean,
  build: (number: number) => Buffer,
): RequestSource {
  if (inPlace && String(range[1]).length <= MOST_TEMPLATE_DIGITS) {
    return requestTemplate({
      slots,
      range,
      build: (digits) => build(Number(digits)),
      numberFor: () => numbers.current,
    });
  }
  const bytesFor = kept(build);
  return { bytesFor: () => bytesFor(numbers.current) };
}

/** JSON and paths hold the number in digits; a protobuf message only where the field is text. */
function isText({ dialect }: SourceOptions): boolean {
  return typeof dialect.exchangeFor(1).body !== 'object' || dialect.exchangeFor(1).body === null
    ? true
    : dialect.call.numberIsText;
}

function bytesOf({ body }: HttpExchange): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array(0));
}

function bodyOf(body: HttpExchange['body']): { readonly body?: string | Uint8Array } {
  return body === null ? {} : { body };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
