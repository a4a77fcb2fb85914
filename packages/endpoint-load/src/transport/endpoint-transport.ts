import {
  type ConnectionPolicy,
  createHttp1Transport,
  type Http1TlsOptions,
  type OnBody,
  type WorkerTransportContext,
} from '@benchwright/load-driver';
import { createBodyCheck } from '../expect/body-check.js';
import type { BodyExpectation } from '../expect/body-expectation.js';
import type { CompiledHttp2Request } from '../request/compile-http2-request.js';
import type { CompiledRequest } from '../request/compile-request.js';
import { createRequestSource, type RequestSet } from '../request/request-source.js';
import { CheckedTransport, type EndpointTransport, WRONG_ANSWER } from './checked-transport.js';
import { shareOf } from './worker-count.js';

/** The requests of a run in the form of the protocol that they are sent over. */
export type EndpointRequests =
  | { readonly http: 1; readonly set: RequestSet<CompiledRequest> }
  | { readonly http: 2; readonly set: RequestSet<CompiledHttp2Request> };

/** Everything that is needed to send the requests of a run. Plain data: it can be sent to a thread. */
export interface EndpointOptions {
  readonly host: string;
  readonly port: number;
  /** Null: no TLS. */
  readonly tls: Http1TlsOptions | null;
  /** Of all workers together. */
  readonly connections: number;
  readonly pipeline: number;
  readonly connectionPolicy: ConnectionPolicy;
  readonly timeoutNs: number;
  readonly requests: EndpointRequests;
  /** Null: 200 to 399. */
  readonly expectStatus: ReadonlySet<number> | null;
  readonly expectBody: BodyExpectation | null;
}

/**
 * The transport of one worker: its share of the connections, and every `of`-th request.
 *
 * @throws TransportOptionError when a certificate or key cannot be used
 */
export async function createEndpointTransport(
  options: EndpointOptions,
  ctx: WorkerTransportContext,
): Promise<EndpointTransport> {
  const slots = shareOf(options.connections, ctx.slice) * options.pipeline;
  if (options.expectBody === null) return await createBare(options, ctx, slots);
  const check = createBodyCheck(options.expectBody, slots);
  const inner = await createBare(options, ctx, slots, (slot, bytes, start, end) =>
    check.feed(slot, bytes, start, end),
  );
  return new CheckedTransport(inner, check, ctx.outcomes.codeOf(WRONG_ANSWER));
}

async function createBare(
  options: EndpointOptions,
  { clock, outcomes, slice }: WorkerTransportContext,
  slots: number,
  onBody?: OnBody,
): Promise<EndpointTransport> {
  const { host, port, tls, pipeline, connectionPolicy, timeoutNs, expectStatus, requests } = options;
  const common = {
    host,
    port,
    ...(tls === null ? {} : { tls }),
    connections: slots / pipeline,
    connectionPolicy,
    timeoutNs,
    connectTimeoutNs: timeoutNs,
    ...(expectStatus === null ? {} : { isSuccess: (status: number) => expectStatus.has(status) }),
    ...(onBody === undefined ? {} : { onBody }),
    outcomes,
    clock,
  };
  if (requests.http === 1) {
    const source = createRequestSource(requests.set, slots, slice);
    return createHttp1Transport({ ...common, pipelining: pipeline, requests: source });
  }
  // Loaded when it is used: most runs speak HTTP/1.1.
  const { createHttp2Transport } = await import('@benchwright/load-driver/http2');
  const { createHttp2RequestSource } = await import('../request/http2-request-source.js');
  const source = createHttp2RequestSource(requests.set, slots, slice);
  return createHttp2Transport({
    ...common,
    kind: 'http',
    streamsPerConnection: pipeline,
    requests: source,
  });
}
