import type { HeaderField, OpenContext, Session } from '@benchwright/load-driver';
import { ConfigError, type ConfigProblem } from '@benchwright/result-schema';
import { type ExchangeOf, withoutCeiling } from '../ceiling.js';
import { openEndpoint, warnUnverified } from '../endpoint-session.js';
import { grpcWorkerUrl } from '../endpoint-worker-url.js';
import { readNamed, readTls } from '../read-files.js';
import { parseHeaderLine } from '../request/header-line.js';
import { TemplateError } from '../request/template.js';
import { parseGrpcEndpoint, parseMethodName } from './address.js';
import { type GrpcConfig, streamsOf } from './config.js';
import { loadDescriptors } from './descriptors/load-descriptors.js';
import { createGrpcEndpointTransport, type GrpcEndpointOptions } from './grpc-endpoint.js';
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
  const { workers, timeout, ceiling } = config;
  const settings = { ...grpcLoadSettings(config), workers, timeout, ceiling };
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
  const reach = { address, tls, metadata, timeoutNs: config.timeout };
  const descriptors = await loadDescriptors(config, reach, name.service);
  const template = await templateOf(config, descriptors);
  // What is wrong with method or message is found now, and not in a thread.
  createMessageEncoder(template, seed);
  return {
    ...reach,
    name,
    messages: { template, seed, variants: config.variants },
    connections: config.connections,
    streams: streamsOf(config),
  };
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
