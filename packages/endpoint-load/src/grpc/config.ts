import { QUICK_CEILING } from '@benchwright/load-driver';
import { z } from 'zod';
import { parseGrpcStatusSet } from '../expect/grpc-status-set.js';
import { headerProblem } from '../request/header-line.js';
import { templateProblem } from '../request/template.js';
import { type Contradiction, loadProblems, tlsProblems, workerProblems } from '../run-contradictions.js';
import { count, MOST_CONNECTIONS, ruled, runFields } from '../run-fields.js';
import { parseGrpcEndpoint, parseMethodName } from './address.js';

const address = ruled((text) =>
  parseGrpcEndpoint(text) === null
    ? `must be host:port, or grpcs://host:port for TLS, got '${text.slice(0, 80)}'`
    : null,
);

const method = ruled((text) =>
  parseMethodName(text) === null ? `must be package.Service/Method, got '${text.slice(0, 80)}'` : null,
);

const grpcStatuses = ruled((text) =>
  parseGrpcStatusSet(text) === null
    ? `must be statuses such as OK or NOT_FOUND, or their codes, several with commas, got '${text.slice(0, 80)}'`
    : null,
);

const jsonObject = ruled((text) => {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return null;
  } catch {
    // Said below.
  }
  return `must be a JSON object such as {"name":"Ada"}, got '${text.slice(0, 80)}'`;
});

const fields = z.strictObject({
  address: address
    .nullable()
    .default(null)
    .describe('host:port (plaintext), or grpcs://host:port for TLS. Required to run.'),
  method: method
    .nullable()
    .default(null)
    .describe('What is called: package.Service/Method. Unary methods only. Required to run.'),
  message: z
    .string()
    .default('{}')
    .describe('The message as JSON; may hold fields: {{int 1 10000}}, {{uuid}}, {{seq}}.'),
  messageFile: z.string().nullable().default(null).describe('File that holds the message, in place of it.'),
  literal: z.boolean().default(false).describe('Take {{…}} as it stands.'),
  metadata: z
    .array(ruled(headerProblem))
    .default([])
    .describe('Metadata of every call, lines of `name: value`; values may hold fields.'),
  expectStatus: grpcStatuses
    .nullable()
    .default(null)
    .describe('Statuses that count as success, names or codes such as OK,NOT_FOUND. Null: OK.'),
  expectBody: jsonObject
    .nullable()
    .default(null)
    .describe('JSON of fields that every answer must have, with these values. Else WRONG_ANSWER.'),
  proto: z
    .array(z.string())
    .default([])
    .describe(
      '.proto files that describe the service. Neither these nor protoset: the server is asked (reflection).',
    ),
  importPaths: z
    .array(z.string())
    .default([])
    .describe('Folders in which imports of .proto files are looked for.'),
  protoset: z
    .string()
    .nullable()
    .default(null)
    .describe('Descriptor set of the service, as protoc -o or buf build -o writes it.'),
  concurrency: count
    .max(100_000)
    .default(50)
    .describe('Calls under way at any time; with a rate, the most. A multiple of connections.'),
  connections: count.max(MOST_CONNECTIONS).default(1).describe('Connections that share the calls.'),
  variants: count
    .max(1_000_000)
    .default(1000)
    .describe(
      'Different messages made beforehand when the message has fields; with {{seq}} each is made as it is sent.',
    ),
  ...runFields,
});

/** Everything a run of the grpc suite can be told. */
export const grpcConfigSchema = fields.superRefine((config, ctx) => {
  for (const { path, problem } of contradictions(config)) {
    ctx.addIssue({ code: 'custom', path: [...path], message: problem });
  }
});

/** What a user may write: every field is optional, but without address and method nothing can be run. */
export type GrpcConfigInput = z.input<typeof grpcConfigSchema>;

/** A complete config, every default filled in. */
export type GrpcConfig = z.output<typeof grpcConfigSchema>;

/** Streams under way on each connection. */
export function streamsOf({
  concurrency,
  connections,
}: Pick<GrpcConfig, 'concurrency' | 'connections'>): number {
  return concurrency / connections;
}

function contradictions(config: z.output<typeof fields>): Contradiction[] {
  const { message, messageFile, literal, concurrency, connections, proto, protoset, importPaths } = config;
  const found: Contradiction[] = [];
  const inMessage = literal ? null : templateProblem(message);
  if (inMessage !== null) found.push({ path: ['message'], problem: inMessage });
  for (const [i, line] of literal ? [] : config.metadata.entries()) {
    const problem = templateProblem(line);
    if (problem !== null) found.push({ path: ['metadata', i], problem });
  }
  if (messageFile !== null && message !== '{}') {
    found.push({ path: ['messageFile'], problem: 'cannot be used together with message' });
  }
  if (protoset !== null && proto.length > 0) {
    found.push({ path: ['protoset'], problem: 'cannot be used together with proto' });
  }
  if (importPaths.length > 0 && proto.length === 0) {
    found.push({ path: ['importPaths'], problem: 'needs proto, the files that import' });
  }
  if (concurrency % connections !== 0) {
    const problem = `must be a multiple of connections, ${connections}, got ${concurrency}`;
    found.push({ path: ['concurrency'], problem });
  }
  const secure = config.address?.toLowerCase().startsWith('grpcs:') === true;
  return [
    ...found,
    ...loadProblems(config),
    ...workerProblems({ ...config, pipeline: streamsOf(config) }),
    ...tlsProblems(config.tls, secure, 'a grpcs:// address'),
  ];
}

/** Laid over the config by `--quick`: a shorter run, and nothing else. */
export const grpcQuick = { duration: '3s', warmup: '300ms', ceiling: QUICK_CEILING } as const;
