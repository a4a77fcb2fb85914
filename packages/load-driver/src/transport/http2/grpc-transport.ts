import { TransportOptionError } from '../connection/transport-option-error.js';
import type { HeaderField } from '../http/header-field.js';
import { InvalidRequestError } from '../http/invalid-request-error.js';
import type { RequestSource } from '../transport.js';
import type { Http2TransportOptions } from './http2-options.js';
import { createHttp2Transport, type Http2Transport } from './http2-transport.js';
import { prepareHeaders } from './prepared-headers.js';

/** What `createGrpcTransport` needs to know. */
export interface GrpcTransportOptions
  extends Omit<Http2TransportOptions, 'host' | 'port' | 'kind' | 'requests' | 'onBody'> {
  /** `host:port` or `[ipv6]:port`. */
  readonly address: string;
  /** `/package.Service/Method`. */
  readonly path: string;
  /** What the server is told it is called. Default: the address. */
  readonly authority?: string;
  /** Headers of every call. Names end in `-bin` when their values are base64 of bytes. */
  readonly metadata?: readonly HeaderField[];
  /** Serialised request messages. */
  readonly messages: RequestSource;
  /**
   * The deadline that the server is told (grpc-timeout). Default: `timeoutNs`. null: none. A server that gives up first
   * makes the outcome GRPC_DEADLINE_EXCEEDED or RST_CANCEL, as it says it; else it is TIMEOUT.
   */
  readonly deadlineNs?: number | null;
}

/** Set by the transport itself. */
const RESERVED = new Set(['content-type', 'te', 'grpc-timeout', 'grpc-encoding', 'grpc-accept-encoding']);
const PATH = /^\/[^/]+\/[^/]+$/;
const ADDRESS = /^(?<host>\[[^\]]+\]|[^:]+):(?<port>\d+)$/;
/** Eight digits. */
const MOST_TIMEOUT = 1e8;

/**
 * Unary gRPC calls over raw frames: one prepared header block for all of them, the message copied behind its prefix,
 * and of each answer the framing, the status in its trailers and nothing else. What a server can do, as opposed to what
 * an application sees through a gRPC library: report which one a number came from.
 *
 * Failures are outcomes: `GRPC_<STATUS>` as the server said (grpc-message of the first: `firstErrorOf`), or what its
 * HTTP status means when it said nothing; GRPC_COMPRESSED for a compressed message, which is not supported; PROTOCOL
 * for an answer that is not gRPC, a success without its message or a message without status; TIMEOUT when the answer
 * is not complete in time on this side. Otherwise as `createHttp2Transport`.
 *
 * Throws TransportOptionError and InvalidRequestError when the options cannot be.
 */
export function createGrpcTransport(options: GrpcTransportOptions): Http2Transport {
  const { address, path, authority, metadata = [], messages, deadlineNs, ...rest } = options;
  const { host, port } = ADDRESS.exec(address)?.groups ?? {};
  if (host === undefined) throw new TransportOptionError('address', `must be host:port, got "${address}"`);
  if (!PATH.test(path)) {
    throw new InvalidRequestError('path', `must be /package.Service/Method, got "${path}"`);
  }
  const reserved = metadata.find(([name]) => RESERVED.has(name.toLowerCase()));
  if (reserved) throw new InvalidRequestError(`header ${reserved[0]}`, 'is set by the transport itself');
  const deadline = deadlineNs === undefined ? options.timeoutNs : deadlineNs;
  const headers = prepareHeaders({
    method: 'POST',
    scheme: options.tls === undefined ? 'http' : 'https',
    path,
    authority: authority ?? address,
    headers: [
      ['te', 'trailers'],
      ...(deadline === null || deadline === Number.POSITIVE_INFINITY
        ? []
        : [['grpc-timeout', grpcTimeout(deadline)] as const]),
      ['content-type', 'application/grpc'],
      ...metadata,
    ],
  });
  return createHttp2Transport({
    ...rest,
    host,
    port: Number(port),
    kind: 'grpc',
    requests: { headersFor: () => headers, bodyFor: (slot, sequence) => messages.bytesFor(slot, sequence) },
  });
}

/** A deadline as grpc-timeout has it: at most eight digits, in the finest unit that they suffice for; rounded up. */
export function grpcTimeout(timeoutNs: number): string {
  const units: [name: string, ns: number][] = [
    ['n', 1],
    ['u', 1e3],
    ['m', 1e6],
    ['S', 1e9],
    ['M', 60e9],
    ['H', 3600e9],
  ];
  for (const [name, ns] of units) {
    const value = Math.max(1, Math.ceil(timeoutNs / ns));
    if (value < MOST_TIMEOUT) return `${value}${name}`;
  }
  return '99999999H';
}
