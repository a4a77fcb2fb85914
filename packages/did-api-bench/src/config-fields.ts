import { headerProblem, MOST_CONNECTIONS, parseEndpointUrl, runFields } from '@benchwright/endpoint-load';
import { z } from 'zod';
import { FAMILIES, OPERATIONS, type Operation, REQUEST_OPERATIONS } from './operations.js';
import { SERVER_SWITCHES, switchProblem } from './server-args.js';

/** Text with a rule of its own: `problemOf` says what is wrong with it, or null. */
function ruled(problemOf: (text: string) => string | null) {
  return z.string().refine((text) => problemOf(text) === null, {
    error: (issue) => problemOf(String(issue.input)) ?? '',
  });
}

/** The address of an API: its paths are the suite's own. */
export const apiUrl = ruled((text) => {
  const parsed = parseEndpointUrl(text);
  if ('problem' in parsed) return parsed.problem;
  return parsed.path === '/'
    ? null
    : `must be the address alone, such as ${parsed.origin}: paths follow from family`;
});

const unknownOperation = (names: readonly string[]) => (issue: { readonly input?: unknown }) =>
  `unknown operation '${String(issue.input).slice(0, 40)}': there are ${names.join(', ')}`;

/** `health,verify`, `none`, or a list. */
const operationList = z.codec(
  z.union([z.string(), z.array(z.string())]),
  z
    .array(z.enum(OPERATIONS, { error: unknownOperation(OPERATIONS) }))
    .refine((list) => new Set(list).size === list.length, { error: 'names an operation twice' }),
  {
    decode: (input) => {
      if (typeof input !== 'string') return input as Operation[];
      return (input === 'none' ? [] : input.split(',').map((word) => word.trim())) as Operation[];
    },
    encode: (list) => list,
  },
);

const weights = z.record(z.string(), z.number().min(0)).superRefine((mix, ctx) => {
  for (const name of Object.keys(mix)) {
    if ((REQUEST_OPERATIONS as readonly string[]).includes(name)) continue;
    const message = `unknown operation '${name.slice(0, 40)}': a mix is of ${REQUEST_OPERATIONS.join(', ')}`;
    ctx.addIssue({ code: 'custom', path: [name], message });
  }
});

/** `health=1,verify=8,enroll=1` as a mapping; what is no number is left for the schema to refuse. */
function weightsOf(text: string): Record<string, unknown> {
  const parts = text.split(',').map((part) => part.split('='));
  return Object.fromEntries(
    parts.map(([name = '', weight = '1']) => {
      const number = Number(weight);
      return [name.trim(), Number.isNaN(number) ? weight : number];
    }),
  );
}

const mix = z.preprocess((input) => (typeof input === 'string' ? weightsOf(input) : input), weights);

const server = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]))
  .superRefine((switches, ctx) => {
    for (const name of Object.keys(switches)) {
      if ((SERVER_SWITCHES as readonly string[]).includes(name)) continue;
      const message = `is no switch of the server; there are ${SERVER_SWITCHES.join(', ')}`;
      ctx.addIssue({ code: 'custom', path: [name], message });
      return;
    }
    const message = switchProblem(switches);
    if (message !== null) ctx.addIssue({ code: 'custom', path: [], message });
  });

export const serverField = server
  .default({})
  .describe(
    'Switches of the embedded server, such as {store: memory, hashing: pool}: those of benchwright targets start did.',
  );

const secret = z.string().min(1).nullable().default(null);

/** How to be let in. */
export const accessField = z
  .strictObject({
    apiKey: secret.describe('Sent as X-API-Key with every request.'),
    token: secret.describe('Sent as Authorization: Bearer with every request.'),
    login: z
      .boolean()
      .default(false)
      .describe('Get the bearer token from POST /auth/token, and a new one before it runs out.'),
    loginBody: z
      .record(z.string(), z.string())
      .nullable()
      .default(null)
      .describe('JSON sent to /auth/token; null: {"api_key": apiKey} where there is one, else nothing.'),
  })
  .prefault({})
  .describe('How the API lets the requests in.');

/** What is asked of the API, and how it is checked. */
export const apiFields = {
  family: z
    .enum(FAMILIES)
    .default('biometric')
    .describe('Whose addresses: biometric has /api/biometric/*, guide has /api/v1/did/*.'),
  network: z.enum(['testnet', 'mainnet']).default('testnet').describe('Network of the wallets.'),
  operations: operationList
    .default(['health', 'verify', 'enroll', 'generate'])
    .describe(
      'health, verify, enroll, generate, journey (enrol, then verify what came back): a cell each; or none, for a mix or a file alone.',
    ),
  mix: mix
    .nullable()
    .default(null)
    .describe('Weights of a mix, such as {health: 1, verify: 8, enroll: 1}: one cell more, of all of them.'),
  requestsFile: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe(
      'File of requests to send as well: JSON lines, a Lua script of wrk (.lua), or an OpenAPI document (.yaml, .json).',
    ),
  requestsPath: z
    .string()
    .regex(/^\//, { error: () => "must begin with '/'" })
    .nullable()
    .default(null)
    .describe('Path of requests that name none, as those of a Lua script.'),
  headers: z
    .array(ruled(headerProblem))
    .default([])
    .describe('Header lines, `Name: value`, sent with every request.'),
  bodySeed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(42)
    .describe('Seed of the fingers: the same people are enrolled in every run. Wallets are new each time.'),
  people: z.int().min(1).max(10_000).default(50).describe('How many different people requests are about.'),
  parseEvery: z
    .int()
    .min(1)
    .default(64)
    .describe('Every so many-th answer is parsed in full; the others are checked by their bytes.'),
  traceEvery: z
    .int()
    .min(0)
    .default(100)
    .describe('Every so many-th request carries a W3C traceparent; the slowest of them are named. 0: none.'),
  monitor: z
    .boolean()
    .default(true)
    .describe('Watch the target’s process, where it runs on this machine: CPU, memory, threads, open files.'),
  connections: z
    .int()
    .min(1)
    .max(MOST_CONNECTIONS)
    .default(50)
    .describe('Users at the same time: each has a connection, and one request under way.'),
  connectionPolicy: z
    .enum(['shared', 'per-request'])
    .default('shared')
    .describe('Connections are kept open and reused, or every request makes its own.'),
  duration: runFields.duration
    .unwrap()
    .default(30e9)
    .describe('Measured time of each cell, divided among the trials.'),
} as const;
