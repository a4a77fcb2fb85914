import { ceilingField, searchField, sloField } from '@benchwright/load-driver';
import { durationNs, ratePerSec } from '@benchwright/result-schema';
import { z } from 'zod';
import { isLoadWord, LOAD_WORDS, parseStages } from './load/load-text.js';

/** More sockets than this leave no port on loopback for the next run. */
export const MOST_CONNECTIONS = 20_000;
/** Below this the driver's own look-out (every 10 ms) is the larger part of a timeout. */
const SHORTEST_TIMEOUT_NS = 50e6;
/** Node's timers overflow above 2^31 ms. */
const LONGEST_NS = 24 * 3600e9;

export const count = z.int().min(1);

/** Text with a rule of its own: `problemOf` says what is wrong with it, or null. */
export function ruled(problemOf: (text: string) => string | null) {
  return z.string().refine((text) => problemOf(text) === null, {
    error: (issue) => problemOf(String(issue.input)) ?? '',
  });
}

const loadText = ruled((text) =>
  isLoadWord(text) || parseStages(text) !== null
    ? null
    : `must be ${LOAD_WORDS.join(', ')}, or stages such as 0-1000/s:30s,1000/s:1m, got '${text.slice(0, 80)}'`,
);

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

const file = z.string().nullable().default(null);

/** What both suites can be told about how load is offered. */
export const runFields = {
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
  load: z
    .union([loadText, searchField])
    .nullable()
    .default(null)
    .describe(
      'closed, constant, poisson, stages such as 0-1000/s:30s,1000/s:1m, or search: the highest rate that meets slo. Null: constant with a rate, else closed.',
    ),
  slo: sloField,
  trials: count
    .max(1000)
    .nullable()
    .default(null)
    .describe('Parts the run is divided into; intervals rest on them. Null: 5, or 1 with stages.'),
  warmup: durationNs({ max: LONGEST_NS })
    .nullable()
    .default(null)
    .describe('Time before the first trial that is not counted. Null: 3s, or none with `requests`.'),
  timeout: durationNs({ min: SHORTEST_TIMEOUT_NS, max: LONGEST_NS })
    .default(10e9)
    .describe('How long one request may take before it counts as failed.'),
  workers: workers
    .default('auto')
    .describe('Threads that offer the load together; auto: 1 on one or two cores.'),
  pacer: z
    .enum(['auto', 'spin', 'sleeper'])
    .default('auto')
    .describe(
      'How an open loop waits for its due times: spin polls (precise, takes a core), sleeper is woken by a thread (leaves the core). auto: by rate and idle cores.',
    ),
  ceiling: ceilingField,
  tls: z
    .strictObject({
      ca: file.describe(
        'File with the certificates of the authorities to trust (PEM); null: those that Node brings.',
      ),
      cert: file.describe('File with the client certificate (PEM).'),
      key: file.describe('File with the key of the client certificate (PEM).'),
      sni: file.describe('Server name to ask for; null: the host that is connected to.'),
      insecure: z
        .boolean()
        .default(false)
        .describe('Do not check the server’s certificate. A warning says so in every run.'),
    })
    .prefault({})
    .describe('How to speak TLS, where it is spoken.'),
  allowRemote: z
    .boolean()
    .default(false)
    .describe('Allows a target that is not on this machine. A load generator must not be aimed by accident.'),
} as const;
