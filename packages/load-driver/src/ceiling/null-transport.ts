import { createHttp1Transport } from '../transport/http1/http1-transport.js';
import { fixedRequest } from '../transport/http1/request-sources.js';
import type { Transport } from '../transport/transport.js';
import type { WorkerTransportContext } from '../workers/worker-transport.js';
import type { Exchange } from './exchange.js';

/** Plain data: it can be sent to a thread. */
export interface NullTransportOptions {
  readonly exchange: Exchange;
  /** A responder for each worker. */
  readonly ports: readonly number[];
}

const HOST = '127.0.0.1';
const TIMEOUT_NS = 10e9;

/** The raw transport of one worker to its null responder, with its share of the connections. */
export async function createNullTransport(
  { exchange, ports }: NullTransportOptions,
  { clock, outcomes, slice }: WorkerTransportContext,
): Promise<Transport> {
  const { protocol, connections, pipelining, requestBytes } = exchange;
  const port = ports[slice.index % ports.length];
  if (port === undefined) throw new Error('there is no null responder to connect to');
  const common = {
    connections: Math.floor(connections / slice.of) + (slice.index < connections % slice.of ? 1 : 0),
    connectionPolicy: 'shared',
    timeoutNs: TIMEOUT_NS,
    connectTimeoutNs: TIMEOUT_NS,
    outcomes,
    clock,
  } as const;
  if (protocol === 'http1') {
    const requests = fixedRequest(http1Request(requestBytes));
    return createHttp1Transport({ ...common, host: HOST, port, pipelining, requests });
  }
  // Loaded when it is used: most runs speak HTTP/1.1.
  if (protocol === 'grpc') {
    const { createGrpcTransport } = await import('../transport/http2/grpc-transport.js');
    const messages = fixedRequest(Buffer.alloc(requestBytes));
    const call = { address: `${HOST}:${port}`, path: '/null.Null/Null', messages };
    return createGrpcTransport({ ...common, ...call, streamsPerConnection: pipelining });
  }
  const { createHttp2Transport } = await import('../transport/http2/http2-transport.js');
  const { fixedHttp2Request, prepareHttp2Request } = await import('../transport/http2/http2-request.js');
  const method = requestBytes === 0 ? 'GET' : 'POST';
  const request = { authority: HOST, path: '/', method, body: Buffer.alloc(requestBytes) };
  return createHttp2Transport({
    ...common,
    host: HOST,
    port,
    kind: 'http',
    streamsPerConnection: pipelining,
    requests: fixedHttp2Request(prepareHttp2Request(request)),
  });
}

/** A request of so many bytes in all; at least the shortest there is. */
export function http1Request(bytes: number): Buffer {
  const start = `GET / HTTP/1.1\r\nHost: ${HOST}\r\n`;
  const field = 'X-Fill: ';
  const fill = bytes - start.length - field.length - 4;
  return Buffer.from(fill < 1 ? `${start}\r\n` : `${start}${field}${'x'.repeat(fill)}\r\n\r\n`);
}
