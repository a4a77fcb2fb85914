import { type OpenContext, type Session, startTargetProcess } from '@benchwright/load-driver';
import { type ExchangeOf, withoutCeiling } from './ceiling.js';
import type { HttpConfig } from './config.js';
import { openEndpoint, warnUnverified } from './endpoint-session.js';
import { endpointUrl } from './endpoint-url.js';
import { endpointWorkerUrl } from './endpoint-worker-url.js';
import { prepareEndpoint } from './prepare.js';
import { responderEntry } from './target-entry.js';
import { createEndpointTransport, type EndpointOptions } from './transport/endpoint-transport.js';

/**
 * Connects to the endpoint, or starts the responder when the config names none.
 *
 * @throws TargetUnreachableError when no connection can be made; what `prepareEndpoint` throws
 */
export async function openHttp(config: HttpConfig, ctx: OpenContext): Promise<Session> {
  if (config.url !== null) return await open(config, config.url, null, ctx);
  const responder = await startTargetProcess({ entry: responderEntry });
  try {
    const url = responder.endpoints.http;
    if (url === undefined) throw new Error('the responder announced no http endpoint');
    const session = await open(config, url, responder.pid, ctx);
    return {
      target: session.target,
      runTrial: (...trial) => session.runTrial(...trial),
      ...(session.measureCeiling === undefined
        ? {}
        : { measureCeiling: (...asked) => session.measureCeiling!(...asked) }),
      close: async () => {
        await session.close();
        await responder.close();
      },
    };
  } catch (error) {
    await responder.close();
    throw error;
  }
}

async function open(config: HttpConfig, url: string, pid: number | null, ctx: OpenContext): Promise<Session> {
  const options = await prepareEndpoint(config, url, ctx.seed);
  if (config.tls.insecure) warnUnverified(ctx.events);
  const target = { endpoints: { http: endpointUrl(url).origin }, embedded: pid !== null, pid };
  const module = endpointWorkerUrl;
  const createTransport = createEndpointTransport;
  const exchangeOf = httpExchange(options);
  return await openEndpoint({ settings: config, target, options, module, createTransport, exchangeOf }, ctx);
}

/** What of a run the ceiling of its generator depends on. */
function httpExchange({
  tls,
  connections,
  connectionPolicy,
  pipeline,
  requests,
}: EndpointOptions): ExchangeOf {
  return ({ requestBytes, bodyBytes }) => {
    const shape = { connections, pipelining: pipeline, bodyBytes };
    const without = withoutCeiling(tls !== null, connectionPolicy);
    if (without !== null) return without;
    if (requests.http === 1) return { protocol: 'http1', requestBytes, ...shape };
    return { protocol: 'http2', requestBytes: meanBody(requests.set.requests), ...shape };
  };
}

/** Mean length of the bodies, fields counted as if they were empty. */
function meanBody(requests: readonly { readonly bodyPieces: readonly Uint8Array[] }[]): number {
  const lengths = requests.flatMap(({ bodyPieces }) => bodyPieces.map((piece) => piece.length));
  return Math.round(lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, requests.length));
}
