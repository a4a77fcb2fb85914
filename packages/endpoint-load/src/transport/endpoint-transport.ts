import {
  type ConnectionPolicy,
  createHttp1Transport,
  type Http1TlsOptions,
  type Http1Transport,
  type Http1TransportOptions,
  type WorkerTransportContext,
} from '@benchwright/load-driver';
import { createBodyCheck } from '../expect/body-check.js';
import type { BodyExpectation } from '../expect/body-expectation.js';
import { createRequestSource, type RequestSet } from '../request/request-renderer.js';
import { CheckedTransport, WRONG_ANSWER } from './checked-transport.js';
import { shareOf } from './worker-count.js';

/** Everything that is needed to send the requests of a run. Plain data: it can be sent to a thread. */
export interface EndpointOptions {
  readonly host: string;
  readonly port: number;
  /** Null: plain HTTP. */
  readonly tls: Http1TlsOptions | null;
  /** Of all workers together. */
  readonly connections: number;
  readonly pipeline: number;
  readonly connectionPolicy: ConnectionPolicy;
  readonly timeoutNs: number;
  readonly requests: RequestSet;
  /** Null: 200 to 399. */
  readonly expectStatus: ReadonlySet<number> | null;
  readonly expectBody: BodyExpectation | null;
}

/**
 * The transport of one worker: its share of the connections, and every `of`-th request.
 *
 * @throws TransportOptionError when a certificate or key cannot be used
 */
export function createEndpointTransport(
  options: EndpointOptions,
  { clock, outcomes, slice }: WorkerTransportContext,
): Http1Transport {
  const { host, port, tls, pipeline, connectionPolicy, timeoutNs, expectStatus, expectBody } = options;
  const connections = shareOf(options.connections, slice);
  const slots = connections * pipeline;
  const transport: Http1TransportOptions = {
    host,
    port,
    ...(tls === null ? {} : { tls }),
    connections,
    pipelining: pipeline,
    connectionPolicy,
    requests: createRequestSource(options.requests, slots, slice),
    timeoutNs,
    connectTimeoutNs: timeoutNs,
    ...(expectStatus === null ? {} : { isSuccess: (status: number) => expectStatus.has(status) }),
    outcomes,
    clock,
  };
  if (expectBody === null) return createHttp1Transport(transport);
  const check = createBodyCheck(expectBody, slots);
  const inner = createHttp1Transport({
    ...transport,
    onBody: (slot, bytes, start, end) => check.feed(slot, bytes, start, end),
  });
  return new CheckedTransport(inner, check, outcomes.codeOf(WRONG_ANSWER));
}
