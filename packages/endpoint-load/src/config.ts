import { QUICK_CEILING } from '@benchwright/load-driver';
import { z } from 'zod';
import { contradictions } from './config-contradictions.js';
import { parseEndpointUrl } from './endpoint-url.js';
import { parseBodyExpectation } from './expect/body-expectation.js';
import { parseStatusSet } from './expect/status-set.js';
import { headerProblem } from './request/header-line.js';
import { count, MOST_CONNECTIONS, ruled, runFields } from './run-fields.js';

/** A URL that can be measured. */
export const urlField = ruled((text) => {
  const parsed = parseEndpointUrl(text);
  return 'problem' in parsed ? parsed.problem : null;
});

const statusSet = ruled((text) =>
  parseStatusSet(text) === null
    ? `must be statuses such as 200, 2xx or 200-299, several with commas, got '${text.slice(0, 80)}'`
    : null,
);

const bodyExpectation = ruled((text) => {
  const parsed = parseBodyExpectation(text);
  return 'problem' in parsed ? parsed.problem : null;
});

/** The fields, each right by itself; see httpConfigSchema for what they must be together. */
export const httpFields = z.strictObject({
  url: urlField
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
  ...runFields,
});

/** Everything a run can be told. The one source of the types, the defaults, the messages and the editor's schema. */
export const httpConfigSchema = httpFields.superRefine((config, ctx) => {
  for (const { path, problem } of contradictions(config)) {
    ctx.addIssue({ code: 'custom', path: [...path], message: problem });
  }
});

/** What a user may write: every field is optional. */
export type HttpConfigInput = z.input<typeof httpConfigSchema>;

/** A complete config, every default filled in. */
export type HttpConfig = z.output<typeof httpConfigSchema>;

/** Laid over the config by `--quick`: a shorter run, and nothing else. */
export const httpQuick = {
  duration: '3s',
  warmup: '300ms',
  ceiling: QUICK_CEILING,
} as const satisfies HttpConfigInput;
