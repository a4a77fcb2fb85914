import {
  type CeilingAnswer,
  type CeilingContext,
  ceilingFor,
  type Exchange,
  sizesOf,
} from '@benchwright/load-driver';
import type { PlanCell } from '@benchwright/result-schema';
import type { ClientKind } from './clients.js';
import type { RestGrpcConfig } from './config.js';
import type { Side } from './side.js';

/** Of the time that a cell takes: a run of a hundred requests must not wait for a second. */
const MOST_SHARE = 0.25;
const SHORTEST_NS = 0.3e9;

type CeilingConfig = Pick<RestGrpcConfig, 'ceiling' | 'concurrency' | 'connections'>;

/** TLS and a connection for each request cost the generator a multiple of CPU (endpoint-load's README has it measured). */
const PLAIN_AND_KEPT =
  'the responder that does nothing has plain connections that stay, over which a request costs the generator far less';

/**
 * What the generator could offer of a contender's exchange at most: the raw transport of its protocol against a
 * responder that does nothing. How large answers are, the first trial tells. Libraries have none: what they cost is what
 * their cells show beside the raw ones.
 */
export async function contenderCeiling(
  { server, dialect, requests }: Pick<Side, 'server' | 'dialect' | 'requests'>,
  client: ClientKind,
  config: CeilingConfig,
  cell: PlanCell,
  ctx: CeilingContext,
): Promise<CeilingAnswer> {
  if (client === 'sdk') return { none: 'the requests go through a client library' };
  if (server.tls) return { none: `it is not measured over TLS: ${PLAIN_AND_KEPT}` };
  if (config.connections === 'per-request') {
    return { none: `it is not measured with a connection for every request: ${PLAIN_AND_KEPT}` };
  }
  const sizes = sizesOf(ctx);
  if (config.ceiling !== false && (sizes === null || ctx.first === null)) return null;
  const { requestBytes = 0, bodyBytes = 0 } = sizes ?? {};
  const { concurrency } = config;
  const message = dialect.exchangeFor(requests.range[1]).body;
  const exchange: Exchange =
    server.http === 1
      ? { protocol: 'http1', requestBytes, bodyBytes, connections: concurrency, pipelining: 1 }
      : {
          protocol: server.protocol === 'grpc' ? 'grpc' : 'http2',
          requestBytes: message === null ? 0 : Buffer.byteLength(message),
          bodyBytes,
          connections: 1,
          pipelining: concurrency,
        };
  const cellNs = (ctx.first?.durationNs ?? 0) * cell.trialLoads.length;
  const lengthNs =
    config.ceiling === false ? false : Math.min(config.ceiling, Math.max(SHORTEST_NS, MOST_SHARE * cellNs));
  return await ceilingFor(exchange, lengthNs, ctx);
}
