import type { HeaderField, Http1TlsOptions, WorkerTransportContext } from '@benchwright/load-driver';
import type { OnContent } from '@benchwright/load-driver/http2';
import type { CompiledHttp2Request } from '../request/compile-http2-request.js';
import { CheckedTransport, type EndpointTransport, WRONG_ANSWER } from '../transport/checked-transport.js';
import { shareOf } from '../transport/worker-count.js';
import type { GrpcMethodName } from './address.js';
import type { MessageSet } from './messages/message-source.js';

/** Everything that is needed to send the calls of a run. Plain data: it can be sent to a thread. */
export interface GrpcEndpointOptions {
  readonly address: string;
  readonly tls: Http1TlsOptions | null;
  readonly name: GrpcMethodName;
  readonly metadata: readonly HeaderField[];
  /** The headers of a call whose metadata have fields; null when they are the same for all. */
  readonly call: CompiledHttp2Request | null;
  /** Null: OK. */
  readonly expectStatus: ReadonlySet<number> | null;
  /** JSON of what every answer must have. */
  readonly expectBody: string | null;
  readonly messages: MessageSet;
  /** Of all workers together. */
  readonly connections: number;
  readonly streams: number;
  readonly timeoutNs: number;
}

/** The transport of one worker: its share of the connections, and every `of`-th message. */
export async function createGrpcEndpointTransport(
  options: GrpcEndpointOptions,
  ctx: WorkerTransportContext,
): Promise<EndpointTransport> {
  const { messages, connections, streams, expectBody } = options;
  if (expectBody === null) return await createBare(options, ctx);
  const { createMessageCheck } = await import('./messages/message-check.js');
  const slots = shareOf(connections, ctx.slice) * streams;
  const check = createMessageCheck(messages.template, expectBody, slots);
  const inner = await createBare(options, ctx, (slot, bytes, start, end) =>
    check.feed(slot, bytes, start, end),
  );
  return new CheckedTransport(inner, check, ctx.outcomes.codeOf(WRONG_ANSWER));
}

async function createBare(
  options: GrpcEndpointOptions,
  { clock, outcomes, slice }: WorkerTransportContext,
  onMessage?: OnContent,
): Promise<EndpointTransport> {
  const { address, tls, name, metadata, call, messages, connections, streams, timeoutNs } = options;
  const { expectStatus } = options;
  const [{ createGrpcTransport, createHttp2Transport }, { createMessageSource }] = await Promise.all([
    import('@benchwright/load-driver/http2'),
    import('./messages/message-source.js'),
  ]);
  const source = createMessageSource(messages, slice);
  const common = {
    ...(tls === null ? {} : { tls }),
    connections: shareOf(connections, slice),
    streamsPerConnection: streams,
    connectionPolicy: 'shared' as const,
    timeoutNs,
    connectTimeoutNs: timeoutNs,
    ...(expectStatus === null ? {} : { isSuccess: (status: number) => expectStatus.has(status) }),
    ...(onMessage === undefined ? {} : { onMessage }),
    outcomes,
    clock,
  };
  if (call === null) {
    const path = `/${name.service}/${name.method}`;
    return createGrpcTransport({ ...common, address, path, metadata, messages: source });
  }
  const { createHttp2RequestSource } = await import('../request/http2-request-source.js');
  const slots = shareOf(connections, slice) * streams;
  // Another seed than that of the messages: the same field in both must not have the same value.
  const seed = (messages.seed ^ METADATA_SEED) >>> 0;
  const heads = createHttp2RequestSource({ requests: [call], order: null, seed }, slots, slice);
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(address) ?? [];
  return createHttp2Transport({
    ...common,
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port),
    kind: 'grpc',
    requests: {
      headersFor: (slot, sequence) => heads.headersFor(slot, sequence),
      bodyFor: (slot, sequence) => source.bytesFor(slot, sequence),
    },
  });
}

const METADATA_SEED = 0x5bd1e995;
