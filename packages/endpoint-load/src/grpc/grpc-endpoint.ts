import type { HeaderField, Http1TlsOptions, WorkerTransportContext } from '@benchwright/load-driver';
import type { EndpointTransport } from '../transport/checked-transport.js';
import { shareOf } from '../transport/worker-count.js';
import type { GrpcMethodName } from './address.js';
import type { MessageSet } from './messages/message-source.js';

/** Everything that is needed to send the calls of a run. Plain data: it can be sent to a thread. */
export interface GrpcEndpointOptions {
  readonly address: string;
  readonly tls: Http1TlsOptions | null;
  readonly name: GrpcMethodName;
  readonly metadata: readonly HeaderField[];
  readonly messages: MessageSet;
  /** Of all workers together. */
  readonly connections: number;
  readonly streams: number;
  readonly timeoutNs: number;
}

/** The transport of one worker: its share of the connections, and every `of`-th message. */
export async function createGrpcEndpointTransport(
  options: GrpcEndpointOptions,
  { clock, outcomes, slice }: WorkerTransportContext,
): Promise<EndpointTransport> {
  const { address, tls, name, metadata, messages, connections, streams, timeoutNs } = options;
  const [{ createGrpcTransport }, { createMessageSource }] = await Promise.all([
    import('@benchwright/load-driver/http2'),
    import('./messages/message-source.js'),
  ]);
  return createGrpcTransport({
    address,
    ...(tls === null ? {} : { tls }),
    path: `/${name.service}/${name.method}`,
    metadata,
    messages: createMessageSource(messages, slice),
    connections: shareOf(connections, slice),
    streamsPerConnection: streams,
    connectionPolicy: 'shared',
    timeoutNs,
    connectTimeoutNs: timeoutNs,
    outcomes,
    clock,
  });
}
