import type { HeaderField, OpenContext, Session } from '@benchwright/load-driver';
import { grpcTimeout } from '@benchwright/load-driver/http2';
import { ConfigError, type ConfigProblem } from '@benchwright/result-schema';
import { type ExchangeOf, withoutCeiling } from '../ceiling.js';
import { openEndpoint, warnUnverified } from '../endpoint-session.js';
import { grpcWorkerUrl } from '../endpoint-worker-url.js';
import { parseGrpcStatusSet } from '../expect/grpc-status-set.js';
import { readNamed, readTls } from '../read-files.js';
import { type CompiledHttp2Request, compileHttp2Request } from '../request/compile-http2-request.js';
import { parseHeaderLine } from '../request/header-line.js';
import { TemplateError } from '../request/template.js';
import { type GrpcMethodName, parseGrpcEndpoint, parseMethodName } from './address.js';
import { type GrpcConfig, streamsOf } from './config.js';
import { loadDescriptors } from './descriptors/load-descriptors.js';
import { createGrpcEndpointTransport, type GrpcEndpointOptions } from './grpc-endpoint.js';
import { createMessageCheck } from './messages/message-check.js';
import { createMessageEncoder, type MessageTemplate, messageTemplate } from './messages/message-template.js';
import { grpcLoadSettings } from './plan.js';

/**
 * Finds out what the method takes, makes the messages, and connects. Reflection, where it is used, is the only call beside those
 * that are measured.
 *
 * @throws TargetUnreachableError when no connection can be made; ConfigError, GrpcMethodError or BenchwrightError for what is
 *   wrong with the method, the message or the files that describe them
 */
export async function openGrpc(config: GrpcConfig, ctx: OpenContext): Promise<Session> {
  const { address, method } = config;
  if (address === null || method === null) throw new ConfigError(missing(config));
  const options = await prepareGrpc({ ...config, address, method }, ctx.seed);
  if (config.tls.insecure) warnUnverified(ctx.events);
  const { workers, pacer, timeout, ceiling } = config;
  const settings = { ...grpcLoadSettings(config), workers, pacer, timeout, ceiling };
  const exchangeOf = grpcExchange(options);
  const target = { endpoints: { grpc: address }, embedded: false, pid: null };
  const createTransport = createGrpcEndpointTransport;
  const module = grpcWorkerUrl;
  return await openEndpoint({ settings, target, options, module, createTransport, exchangeOf }, ctx);
}

/** What of a run the ceiling of its generator depends on. The first message stands for all. */
function grpcExchange({ tls, messages, connections, streams }: GrpcEndpointOptions): ExchangeOf {
  const requestBytes = createMessageEncoder(messages.template, messages.seed)(0).length;
  return ({ bodyBytes }) =>
    withoutCeiling(tls !== null, 'shared') ?? {
      protocol: 'grpc',
      requestBytes,
      bodyBytes,
      connections,
      pipelining: streams,
    };
}

type RunnableConfig = GrpcConfig & { readonly address: string; readonly method: string };

function missing({ address, method }: GrpcConfig): ConfigProblem[] {
  const needed = [
    ['address', address, 'such as localhost:9090'],
    ['method', method, 'such as package.Service/Method'],
  ] as const;
  return needed
    .filter(([, value]) => value === null)
    .map(([name, , example]) => ({
      origin: 'default',
      path: [name],
      message: `${name} is required, ${example}`,
    }));
}

async function prepareGrpc(config: RunnableConfig, seed: number): Promise<GrpcEndpointOptions> {
  const endpoint = parseGrpcEndpoint(config.address);
  const name = parseMethodName(config.method);
  if (endpoint === null || name === null) throw new Error('the schema lets no such address or method pass');
  const { address, secure } = endpoint;
  const tls = secure ? await readTls(config.tls) : null;
  const metadata = config.metadata
    .map((line) => parseHeaderLine(line))
    .filter((field): field is HeaderField => field !== null);
  const hasFields = !config.literal && metadata.some(([, value]) => value.includes('{{'));
  const reach = { address, tls, metadata: hasFields ? [] : metadata, timeoutNs: config.timeout };
  const descriptors = await loadDescriptors(config, reach, name.service);
  const template = await templateOf(config, descriptors);
  // What is wrong with method or message is found now, and not in a thread.
  createMessageEncoder(template, seed);
  if (config.expectBody !== null) createMessageCheck(template, config.expectBody, 1);
  return {
    ...reach,
    name,
    call: hasFields ? compileCall(reach, name, metadata) : null,
    expectStatus: config.expectStatus === null ? null : parseGrpcStatusSet(config.expectStatus),
    expectBody: config.expectBody,
    messages: { template, seed, variants: config.variants },
    connections: config.connections,
    streams: streamsOf(config),
  };
}

/** The headers of a call whose metadata have fields, as HTTP/2 requests have them. */
function compileCall(
  { address, tls, timeoutNs }: Pick<GrpcEndpointOptions, 'address' | 'tls' | 'timeoutNs'>,
  name: GrpcMethodName,
  metadata: readonly HeaderField[],
): CompiledHttp2Request {
  const own: HeaderField[] = [
    ['te', 'trailers'],
    ['grpc-timeout', grpcTimeout(timeoutNs)],
    ['content-type', 'application/grpc'],
  ];
  const headers = [...own, ...metadata.map(([key, value]): HeaderField => [key.toLowerCase(), value])];
  const path = `/${name.service}/${name.method}`;
  const spec = { method: 'POST', path, host: address, headers, body: null, literal: false };
  return compileHttp2Request(spec, tls === null ? 'http' : 'https');
}

async function templateOf(config: RunnableConfig, descriptors: Uint8Array): Promise<MessageTemplate> {
  const { message, messageFile, literal, method } = config;
  const name = parseMethodName(method)!;
  if (messageFile === null) return messageTemplate(descriptors, name, message, literal);
  const text = (await readNamed(messageFile)).toString('utf8');
  try {
    return messageTemplate(descriptors, name, text, literal);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new ConfigError([{ origin: messageFile, path: [], message: error.message }]);
  }
}
