import { durationNs, ratePerSec } from '@benchwright/result-schema';
import { z } from 'zod';
import { contradictions } from './config-contradictions.js';
import { parseEndpointUrl } from './endpoint-url.js';
import { parseBodyExpectation } from './expect/body-expectation.js';
import { parseStatusSet } from './expect/status-set.js';
import { isLoadWord, LOAD_WORDS, parseStages } from './load/load-text.js';
import { headerProblem } from './request/header-line.js';

/** More sockets than this leave no port on loopback for the next run. */
const MOST_CONNECTIONS = 20_000;
/** Below this the driver's own look-out (every 10 ms) is the larger part of a timeout. */
const SHORTEST_TIMEOUT_NS = 50e6;
/** Node's timers overflow above 2^31 ms. */
const LONGEST_NS = 24 * 3600e9;

const count = z.int().min(1);

/** Text with a rule of its own: `problemOf` says what is wrong with it, or null. */
function ruled(problemOf: (text: string) => string | null) {
  return z.string().refine((text) => problemOf(text) === null, {
    error: (issue) => problemOf(String(issue.input)) ?? '',
  });
}

const url = ruled((text) => {
  const parsed = parseEndpointUrl(text);
  return 'problem' in parsed ? parsed.problem : null;
});

const loadText = ruled((text) =>
  isLoadWord(text) || parseStages(text) !== null
    ? null
    : `must be ${LOAD_WORDS.join(', ')}, or stages such as 0-1000/s:30s,1000/s:1m, got '${text.slice(0, 80)}'`,
);

const statusSet = ruled((text) =>
  parseStatusSet(text) === null
    ? `must be statuses such as 200, 2xx or 200-299, several with commas, got '${text.slice(0, 80)}'`
    : null,
);

const bodyExpectation = ruled((text) => {
  const parsed = parseBodyExpectation(text);
  return 'problem' in parsed ? parsed.problem : null;
});

const workersProblem = ({ input }: { readonly input?: unknown }): string =>
  `must be auto or a number of threads from 1 to 256, got '${String(input).slice(0, 80)}'`;

/** A number of threads, or `auto`. Flags are text, so text that reads as a number is one. */
const workers = z.codec(
  z.union([z.int(), z.string().regex(/^(auto|[1-9]\d{0,2})$/, { error: workersProblem })], {
    error: workersProblem,
  }),
  z.union([z.literal('auto'), z.int().min(1).max(256)], { error: workersProblem }),
  {
    decode: (input) => (input === 'auto' ? input : Number(input)),
    encode: (value) => value,
  },
);

const tls = z.strictObject({
  ca: z
    .string()
    .nullable()
    .default(null)
    .describe('File with the certificates of the authorities to trust (PEM); null: those that Node brings.'),
  cert: z.string().nullable().default(null).describe('File with the client certificate (PEM).'),
  key: z.string().nullable().default(null).describe('File with the key of the client certificate (PEM).'),
  sni: z.string().nullable().default(null).describe('Server name to ask for; null: the host of the URL.'),
  insecure: z
    .boolean()
    .default(false)
    .describe('Do not check the server’s certificate. A warning says so in every run.'),
});

const fields = z.strictObject({
  url: url
    .nullable()
    .default(null)
    .describe(
      'What is measured. Path and query may hold fields: {{int 1 10000}}, {{uuid}}, {{seq}}. Null: a responder of its own.',
    ),
  method: z.string().default('GET').describe('Method of the requests.'),
  headers: z
    .array(ruled(headerProblem))
    .default([])
    .describe(
      'Header lines, `Name: value`; values may hold fields. Host and Content-Length are added, nothing else.',
    ),
  body: z.string().nullable().default(null).describe('Body of the requests; may hold fields.'),
  bodyFile: z
    .string()
    .nullable()
    .default(null)
    .describe('File that holds the body, sent as it is but for fields.'),
  literal: z.boolean().default(false).describe('Send {{…}} as it stands.'),
  targets: z
    .string()
    .nullable()
    .default(null)
    .describe('File of requests, one JSON object per line; - is stdin. See the README for its fields.'),
  connections: count
    .max(MOST_CONNECTIONS)
    .default(10)
    .describe('Connections; with pipeline 1 also the most requests under way at once.'),
  connectionPolicy: z
    .enum(['shared', 'per-request'])
    .default('shared')
    .describe('Connections are kept open and reused, or every request makes its own.'),
  pipeline: count
    .max(1000)
    .default(1)
    .describe('Requests under way at once on each connection; with HTTP/2, its streams.'),
  http2: z
    .boolean()
    .default(false)
    .describe('Speak HTTP/2: over TLS by ALPN, else with prior knowledge. No fallback to HTTP/1.1.'),
  duration: durationNs({ min: 10e6, max: LONGEST_NS })
    .default(10e9)
    .describe('Measured time in all, divided among the trials. Not used with `requests` or stages.'),
  requests: count
    .nullable()
    .default(null)
    .describe('Requests in all, exactly, divided among the trials, instead of a time.'),
  rate: ratePerSec({ above: 0 })
    .nullable()
    .default(null)
    .describe('Arrivals per second, sent whether or not earlier ones were answered. Null: a closed loop.'),
  load: loadText
    .nullable()
    .default(null)
    .describe(
      'closed, constant, poisson, or stages such as 0-1000/s:30s,1000/s:1m. Null: constant with a rate, else closed.',
    ),
  trials: count
    .max(1000)
    .nullable()
    .default(null)
    .describe('Parts the run is divided into; intervals rest on them. Null: 5, or 1 with stages.'),
  warmup: durationNs({ max: LONGEST_NS })
    .nullable()
    .default(null)
    .describe('Time before the first trial that is not counted. Null: 1s, or none with `requests`.'),
  timeout: durationNs({ min: SHORTEST_TIMEOUT_NS, max: LONGEST_NS })
    .default(10e9)
    .describe('How long one request may take before it counts as failed.'),
  expectStatus: statusSet
    .nullable()
    .default(null)
    .describe('Statuses that count as success, such as 2xx or 200,204. Null: 200-399.'),
  expectBody: bodyExpectation
    .nullable()
    .default(null)
    .describe(
      'Text that every body must contain, or sha256: and the digest it must have. Else WRONG_ANSWER.',
    ),
  workers: workers
    .default('auto')
    .describe('Threads that offer the load together; auto: 1 on one or two cores.'),
  tls: tls.prefault({}).describe('How to speak TLS, for https URLs.'),
  allowRemote: z
    .boolean()
    .default(false)
    .describe('Allows a target that is not on this machine. A load generator must not be aimed by accident.'),
});

/** Everything a run can be told. The one source of the types, the defaults, the messages and the editor's schema. */
export const httpConfigSchema = fields.superRefine((config, ctx) => {
  for (const { path, problem } of contradictions(config)) {
    ctx.addIssue({ code: 'custom', path: [...path], message: problem });
  }
});

/** What a user may write: every field is optional. */
export type HttpConfigInput = z.input<typeof httpConfigSchema>;

/** A complete config, every default filled in. */
export type HttpConfig = z.output<typeof httpConfigSchema>;

/** Laid over the config by `--quick`: a shorter run, and nothing else. */
export const httpQuick = { duration: '3s', warmup: '300ms' } as const satisfies HttpConfigInput;
