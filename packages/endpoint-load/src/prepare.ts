import { text as textOf } from 'node:stream/consumers';
import { type HeaderField, InvalidRequestError } from '@benchwright/load-driver';
import { ConfigError } from '@benchwright/result-schema';
import type { HttpConfig } from './config.js';
import { endpointUrl } from './endpoint-url.js';
import { type BodyExpectation, parseBodyExpectation } from './expect/body-expectation.js';
import { parseStatusSet } from './expect/status-set.js';
import { readNamed, readTls } from './read-files.js';
import { compileHttp2Request } from './request/compile-http2-request.js';
import { compileRequest } from './request/compile-request.js';
import { parseHeaderLine } from './request/header-line.js';
import type { RequestSpec } from './request/parse-request.js';
import type { RequestSet } from './request/request-source.js';
import { parseTargets, type TargetDefaults } from './request/targets-file.js';
import { TemplateError } from './request/template.js';
import { weightedOrder } from './request/weighted-order.js';
import type { EndpointOptions, EndpointRequests } from './transport/endpoint-transport.js';

/** Where a targets file comes from when it is called `-`. */
export type ReadStdin = () => Promise<string>;

/**
 * Reads the files that a config names and makes the requests of the run. Nothing is contacted.
 *
 * @throws ConfigError for what is wrong in a targets or body file; BenchwrightError ERR_NOT_READABLE for a file that cannot be read
 */
export async function prepareEndpoint(
  config: HttpConfig,
  url: string,
  seed: number,
  readStdin: ReadStdin = () => textOf(process.stdin),
): Promise<EndpointOptions> {
  const { secure, host, port, authority, origin, path } = endpointUrl(url);
  const spec: RequestSpec = {
    method: config.method,
    path,
    host: authority,
    headers: config.headers
      .map((line) => parseHeaderLine(line))
      .filter((field): field is HeaderField => field !== null),
    body: await bodyOf(config),
    literal: config.literal,
  };
  return {
    host,
    port,
    tls: secure ? await readTls(config.tls) : null,
    connections: config.connections,
    pipeline: config.pipeline,
    connectionPolicy: config.connectionPolicy,
    timeoutNs: config.timeout,
    requests: await endpointRequests(config, secure, (compile) =>
      requestsOf(config, { ...spec, origin, compile }, seed, readStdin),
    ),
    expectStatus: config.expectStatus === null ? null : parseStatusSet(config.expectStatus),
    expectBody: bodyExpectation(config.expectBody),
  };
}

/** The requests in the form of the protocol that they are sent over. */
async function endpointRequests(
  { http2 }: HttpConfig,
  secure: boolean,
  requests: <Compiled>(compile: (spec: RequestSpec) => Compiled) => Promise<RequestSet<Compiled>>,
): Promise<EndpointRequests> {
  if (!http2) return { http: 1, set: await requests(compileRequest) };
  const scheme = secure ? 'https' : 'http';
  return { http: 2, set: await requests((spec) => compileHttp2Request(spec, scheme)) };
}

async function requestsOf<Compiled>(
  { targets, bodyFile }: HttpConfig,
  defaults: TargetDefaults<Compiled>,
  seed: number,
  readStdin: ReadStdin,
): Promise<RequestSet<Compiled>> {
  if (targets === null) return { requests: [compiled(defaults, bodyFile)], order: null, seed };
  const [name, text] =
    targets === '-' ? ['stdin', await readStdin()] : [targets, (await readNamed(targets)).toString('utf8')];
  const { requests, weights } = parseTargets(name, text, defaults);
  return { requests, order: weights === null ? null : weightedOrder(weights, seed), seed };
}

/** What the schema has checked cannot fail here; what stands in a file, or has no place in HTTP/2, can. */
function compiled<Compiled>(defaults: TargetDefaults<Compiled>, bodyFile: string | null): Compiled {
  try {
    return defaults.compile(defaults);
  } catch (error) {
    if (!(error instanceof TemplateError || error instanceof InvalidRequestError)) throw error;
    const isOfBody = error instanceof TemplateError && bodyFile !== null;
    const advice = isOfBody ? ' (literal: true sends {{…}} as it stands)' : '';
    const origin = isOfBody ? bodyFile : 'the request';
    throw new ConfigError([{ origin, path: [], message: `${error.message}${advice}` }]);
  }
}

async function bodyOf({ body, bodyFile }: HttpConfig): Promise<Uint8Array | null> {
  if (bodyFile !== null) return await readNamed(bodyFile);
  return body === null ? null : Buffer.from(body, 'utf8');
}

function bodyExpectation(text: string | null): BodyExpectation | null {
  const parsed = text === null ? null : parseBodyExpectation(text);
  return parsed === null || 'problem' in parsed ? null : parsed;
}
