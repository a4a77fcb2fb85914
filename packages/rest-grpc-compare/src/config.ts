import {
  ceilingField,
  QUICK_CEILING,
  searchOnlyField,
  searchProblems,
  sloField,
} from '@benchwright/load-driver';
import { durationNs } from '@benchwright/result-schema';
import { z } from 'zod';
import { parseGrpcAddress, parseRestUrl, URL_FIELDS } from './addresses.js';
import { CLIENT_KINDS } from './clients.js';
import { nameList } from './name-list.js';
import { OPERATIONS } from './operations.js';
import { PROTOCOLS } from './protocols.js';
import { parseUserIdRange, userIdRangeProblem } from './user-id-range.js';

/** More sockets than this leave no port on loopback for the next trial. */
const MOST_CONCURRENT = 10_000;
/** What the servers of the users API answer with, or take, at most in one call. */
const MOST_USERS_PER_CALL = 1000;
/** An int32 of the proto. */
const LAST_PAGE = 2 ** 31 - 1;
/** Below this the driver's own look-out (every 10 ms) is the larger part of a timeout. */
const SHORTEST_TIMEOUT_NS = 50e6;
/** Node's timers overflow above 2^31 ms. */
const LONGEST_TIMEOUT_NS = 24 * 3600e9;

const count = z.int().min(1);

function got(issue: { readonly input?: unknown }): string {
  return `got '${String(issue.input).slice(0, 80)}'`;
}

const httpUrl = z.string().refine((text) => parseRestUrl(text) !== null, {
  error: (issue) => `must be an http or https URL such as http://localhost:8080, ${got(issue)}`,
});

const grpcUrl = z.string().refine((text) => parseGrpcAddress(text) !== null, {
  error: (issue) => `must be host:port (or grpcs://host:port for TLS) such as localhost:9090, ${got(issue)}`,
});

const userIdRange = z.string().refine((text) => parseUserIdRange(text) !== null, {
  error: (issue) => userIdRangeProblem(String(issue.input)),
});

const fields = z.strictObject({
  requests: count
    .default(100_000)
    .describe(
      'Requests per protocol and client in all, split evenly over the trials; the parts sum to it exactly.',
    ),
  userIdRange: userIdRange
    .default('1-10000')
    .describe('User ids are drawn uniformly from min-max; all contenders meet the same ids in a round.'),
  protocols: nameList(PROTOCOLS)
    .default(['rest', 'grpc'])
    .describe(
      'The protocols that are compared; the first of them, in the order of this list, is the baseline.',
    ),
  clients: nameList(CLIENT_KINDS)
    .default(['raw', 'sdk'])
    .describe(
      'raw: prepared bytes on sockets, which shows what the servers do. sdk: client libraries, which shows what an application sees. The first is the one that the report is about.',
    ),
  operation: z.enum(OPERATIONS).default('getUser').describe('The call of the users API that is compared.'),
  restUrl: httpUrl
    .nullable()
    .default(null)
    .describe('Base URL of the REST server. No URL given at all: the suite starts its own servers.'),
  grpcUrl: grpcUrl
    .nullable()
    .default(null)
    .describe('host:port of the gRPC server (plaintext), or grpcs://host:port for TLS.'),
  graphqlUrl: httpUrl
    .nullable()
    .default(null)
    .describe('URL of the GraphQL server; without a path, /graphql is meant.'),
  restH2Url: httpUrl
    .nullable()
    .default(null)
    .describe('Base URL of the REST server over HTTP/2 (http: without TLS, known beforehand).'),
  grpcWebUrl: httpUrl.nullable().default(null).describe('Base URL of the gRPC-Web server or proxy.'),
  concurrency: count
    .max(MOST_CONCURRENT)
    .default(100)
    .describe('Requests under way at any time, per contender.'),
  trials: count
    .max(1000)
    .default(5)
    .describe(
      'Rounds of all contenders, interleaved. The interval on a difference rests on them: 2 are the least that give one, 5 or more are worth having.',
    ),
  connections: z
    .enum(['shared', 'per-request'])
    .default('shared')
    .describe('Connection policy, the same for all: kept open and reused, or a new one for every request.'),
  timeout: durationNs({ min: SHORTEST_TIMEOUT_NS, max: LONGEST_TIMEOUT_NS })
    .default(30e9)
    .describe('How long one request may take before it counts as failed.'),
  warmup: z
    .strictObject({
      requests: z
        .int()
        .min(0)
        .default(200)
        .describe(
          'Uncounted requests before each trial (never more than `requests`): connections are open again.',
        ),
      firstTrial: durationNs({ min: 0, max: LONGEST_TIMEOUT_NS })
        .default(3e9)
        .describe(
          'How long each contender is warmed before its first trial, until clients and servers are compiled. Servers named by you get at most as many uncounted requests as counted ones, and 10,000.',
        ),
    })
    .prefault({})
    .describe('Requests that are made and not counted.'),
  load: searchOnlyField,
  slo: sloField,
  ceiling: ceilingField,
  pageSize: count.max(MOST_USERS_PER_CALL).default(20).describe('Users per page of listUsers.'),
  searchLimit: count.max(MOST_USERS_PER_CALL).default(10).describe('Users at most per searchUsers.'),
  bulkSize: count.max(MOST_USERS_PER_CALL).default(10).describe('Users per bulkCreateUsers.'),
  allowRemote: z
    .boolean()
    .default(false)
    .describe('Allows servers that are not on this machine. A load generator must not be aimed by accident.'),
});

/** Everything a comparison can be told. The one source of the types, the defaults, the messages and the editor's schema. */
export const restGrpcConfigSchema = fields.superRefine((config, context) => {
  for (const protocol of PROTOCOLS) {
    const field = URL_FIELDS[protocol];
    if (config[field] === null || config.protocols.includes(protocol)) continue;
    context.addIssue({
      code: 'custom',
      path: [field],
      message: `must be left out unless ${protocol} is among protocols: its server would not be measured`,
    });
  }
  const lastPage = Math.floor(((parseUserIdRange(config.userIdRange)?.max ?? 1) - 1) / config.pageSize);
  if (config.operation === 'listUsers' && lastPage > LAST_PAGE) {
    const message = `must end by page ${LAST_PAGE} (an int32 in gRPC), got one that ends on page ${lastPage}`;
    context.addIssue({ code: 'custom', path: ['userIdRange'], message });
  }
  for (const { path, problem } of searchProblems(config.load, config.slo)) {
    context.addIssue({ code: 'custom', path: [...path], message: problem });
  }
});

/** What a user may write: every field is optional. */
export type RestGrpcConfigInput = z.input<typeof restGrpcConfigSchema>;

/** A complete config, every default filled in. */
export type RestGrpcConfig = z.output<typeof restGrpcConfigSchema>;

/**
 * Laid over the config by `--quick`: fewer requests, and nothing else. The rounds stay, because the intervals rest on
 * them, and so does the concurrency, because another one is another question.
 */
export const restGrpcQuick = {
  requests: 20_000,
  warmup: { requests: 100, firstTrial: '1.5s' },
  ceiling: QUICK_CEILING,
} as const satisfies RestGrpcConfigInput;

/** Environment variables that set a field, for servers whose addresses a pipeline knows. */
export const restGrpcEnvironment: Readonly<Record<string, readonly string[]>> = {
  REST_GRPC_REQUESTS: ['requests'],
  REST_GRPC_REST_URL: ['restUrl'],
  REST_GRPC_GRPC_URL: ['grpcUrl'],
  REST_GRPC_GRAPHQL_URL: ['graphqlUrl'],
  REST_GRPC_REST_H2_URL: ['restH2Url'],
  REST_GRPC_GRPC_WEB_URL: ['grpcWebUrl'],
};
