import { ceilingField, QUICK_CEILING, searchField, sloField } from '@benchwright/load-driver';
import { durationNs, ratePerSec } from '@benchwright/result-schema';
import { z } from 'zod';
import { contradictions } from './config-contradictions.js';
import { MOST_MACHINES } from './event/computer-name.js';
import { parseStages } from './load-text.js';

const LONGEST_SECS = 24 * 3600;
const MOST_CONNECTIONS = 10_000;
const count = z.int().min(1);
const got = ({ input }: { readonly input?: unknown }): string => `got '${String(input).slice(0, 80)}'`;
const file = z.string().min(1).nullable().default(null);

function isUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

const url = z.string().refine(isUrl, {
  error: (issue) => `must be an http or https URL such as http://127.0.0.1:5985, ${got(issue)}`,
});

const eventTypeProblem = (issue: { readonly input?: unknown }): string =>
  `must be the number of an event from 0 to 65535 such as 4624, or random, ${got(issue)}`;

/** Flags and variables are text; the original says random by an empty one. */
const eventType = z.codec(
  z.union([z.int(), z.string().regex(/^(random|\d{1,5}|)$/, { error: eventTypeProblem }), z.null()], {
    error: eventTypeProblem,
  }),
  z
    .int({ error: eventTypeProblem })
    .min(0, { error: eventTypeProblem })
    .max(65_535, { error: eventTypeProblem })
    .nullable(),
  {
    decode: (input) => (input === '' || input === 'random' || input === null ? null : Number(input)),
    encode: (value) => value,
  },
);

const workersProblem = (issue: { readonly input?: unknown }): string =>
  `must be auto or a number of threads from 1 to 64, ${got(issue)}`;
const workers = z.codec(
  z.union([z.int(), z.string().regex(/^(auto|[1-9]\d?)$/, { error: workersProblem })], {
    error: workersProblem,
  }),
  z.union([z.literal('auto'), z.int().min(1).max(64)], { error: workersProblem }),
  { decode: (input) => (input === 'auto' ? input : Number(input)), encode: (value) => value },
);

const stages = z.string().refine((text) => text === 'search' || parseStages(text) !== null, {
  error: (issue) => `must be stages such as 0-100k/s:30s,100k/s:1m, or search, ${got(issue)}`,
});

const collector = z
  .strictObject({
    maxSizeMb: z
      .number()
      .gt(0)
      .max(100_000)
      .default(100)
      .describe('Largest Parquet file, MB of 1,048,576 bytes.'),
    flushIntervalSecs: z
      .number()
      .gt(0)
      .max(3600)
      .default(5)
      .describe('How long the collector keeps events before it writes a file.'),
    bufferPath: file.describe(
      'Folder for events that are not stored yet; null: a new one that goes with the run.',
    ),
  })
  .prefault({})
  .describe(
    'For the collector that the suite starts itself; the size limit also for the verification of another.',
  );

const s3 = z
  .strictObject({
    endpoint: url
      .nullable()
      .default(null)
      .describe('Null: the S3 server that is started with the collector.'),
    bucket: z
      .string()
      .min(3)
      .max(63)
      .default('wef-events')
      .describe('The bucket that the collector writes to.'),
    prefix: z.string().max(500).default('').describe('What keys begin with, before event_type=….'),
    region: z.string().min(1).default('us-east-1').describe('For the signature of requests.'),
    accessKeyId: z.string().min(1).nullable().default(null).describe('Null: as the AWS SDK finds it.'),
    secretAccessKey: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .describe('Null: as the AWS SDK finds it. Never recorded.'),
  })
  .prefault({})
  .describe('Where the collector stores, and where it is looked up.');

const tls = z
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
      .describe('Do not check the collector’s certificate. A warning says so in every run.'),
  })
  .prefault({})
  .describe('For https endpoints.');

const fields = z.strictObject({
  endpoint: url
    .nullable()
    .default(null)
    .describe('The collector; null: one is started on this machine for the run.'),
  statsEndpoint: z
    .union([z.literal('none'), url])
    .nullable()
    .default(null)
    .describe(
      'What says how many events were received: null: /stats/throughput of the endpoint; none: nothing does, and acknowledged events count as received.',
    ),
  wire: z
    .enum(['seed', 'ws-man'])
    .default('seed')
    .describe(
      'seed: a plain envelope by POST to /wsman/events. ws-man: what Windows sends, acknowledged envelope by envelope.',
    ),
  encoding: z.enum(['utf-16', 'utf-8']).default('utf-16').describe('Of ws-man; seed is always UTF-8.'),
  compression: z
    .enum(['none', 'sldc'])
    .default('none')
    .describe(
      'Of ws-man: sldc is refused, since there is no independent decoder to hold an encoder of it against.',
    ),
  events: z
    .int()
    .min(0)
    .max(1e12)
    .nullable()
    .default(null)
    .describe(
      'Events in all, exactly; 0: as many as the time allows. Null: 50,000, or none where durationSecs or stages say.',
    ),
  durationSecs: z
    .number()
    .min(0)
    .max(LONGEST_SECS)
    .default(0)
    .describe('Seconds to send for; 0: until all events are sent.'),
  // Without a bound of its own below, a negative rate would be told of twice.
  rate: ratePerSec({ above: Number.NEGATIVE_INFINITY })
    .default(0)
    .describe(
      'Events per second that arrive whatever the collector does, such as 10000/s or 100k; 0: as fast as it answers.',
    ),
  load: z
    .union([stages, searchField])
    .nullable()
    .default(null)
    .describe(
      'Stages of rates such as 0-100k/s:30s,100k/s:1m, or search: the highest rate (events per second) that meets slo. Null: events, durationSecs and rate.',
    ),
  batchSize: count.max(100_000).default(1000).describe('Events in a batch; the last one may be smaller.'),
  trials: count
    .max(1000)
    .default(1)
    .describe('Parts the events or the time are divided into; intervals rest on them.'),
  timeoutSecs: z
    .number()
    .gt(0)
    .max(LONGEST_SECS)
    .default(300)
    .describe('A trial that takes longer is ended, and has failed.'),
  requestTimeout: durationNs({ min: 50e6, max: LONGEST_SECS * 1e9 })
    .default(30e9)
    .describe('How long the answer to a batch may take.'),
  healthWait: durationNs({ max: 600e9 })
    .default(5e9)
    .describe('How long to wait for the collector to be healthy, before anything is sent.'),
  settle: durationNs({ max: 3600e9 })
    .default(30e9)
    .describe(
      'How long to wait, after the last answer, for the collector to say that it has received everything.',
    ),
  eventType: eventType
    .default(null)
    .describe('One type of event only, such as 4624; null or random: the mix of the catalogue.'),
  templates: file.describe(
    'File with templates of events (XML with placeholders) in place of the catalogue.',
  ),
  machines: count.max(MOST_MACHINES).default(100).describe('Simulated machines that the events come from.'),
  connections: count
    .max(MOST_CONNECTIONS)
    .default(8)
    .describe('Connections, and the most batches under way at once.'),
  workers: workers.default('auto').describe('Threads that send together; auto: 1 on one or two cores.'),
  pacer: z
    .enum(['auto', 'spin', 'sleeper'])
    .default('auto')
    .describe(
      'How due times are waited for: spin polls, sleeper is woken by a thread. auto: by rate and idle cores.',
    ),
  resends: z
    .int()
    .min(0)
    .max(100)
    .default(3)
    .describe('Of ws-man: how often an envelope that was not acknowledged is sent again.'),
  resendAfter: durationNs({ min: 1e6, max: 600e9 })
    .default(1e9)
    .describe('Of ws-man: how long to wait before that.'),
  maxEnvelopeBytes: z
    .int()
    .min(8192)
    .max(1e9)
    .nullable()
    .default(null)
    .describe(
      'Largest envelope. Null: of ws-man what the subscription says (512,000), of seed 64 MB. ws-man divides batches, seed cannot.',
    ),
  maxElements: count
    .max(100_000)
    .nullable()
    .default(null)
    .describe('Of ws-man: most events in an envelope. Null: what the subscription says.'),
  tls,
  allowFailed: z.int().min(0).default(0).describe('Batches that may fail without the run failing.'),
  store: z
    .boolean()
    .default(true)
    .describe('Whether the collector that the suite starts stores events, or receives and forgets them.'),
  verifyS3: z
    .boolean()
    .default(false)
    .describe('Whether the stored events are read back and compared with those acknowledged, id by id.'),
  verifyTimeout: durationNs({ min: 1e9, max: 3600e9 })
    .default(60e9)
    .describe('How long to wait at most until everything acknowledged is found in the bucket.'),
  s3,
  collector,
  ceiling: ceilingField,
  slo: sloField,
  allowRemote: z
    .boolean()
    .default(false)
    .describe(
      'Allows a collector or S3 that is not on this machine. A load generator must not be aimed by accident.',
    ),
});

/** Everything the suite can be told. The one source of types, defaults, messages and the editor's schema. */
export const wefConfigSchema = fields.superRefine((config, context) => {
  for (const { path, problem } of contradictions(config)) {
    context.addIssue({ code: 'custom', path: [...path], message: problem });
  }
});

/** What a user may write: every field is optional. */
export type WefConfigInput = z.input<typeof wefConfigSchema>;

/** A complete config, every default filled in. */
export type WefConfig = z.output<typeof wefConfigSchema>;

/** Laid over the config by `--quick`: the sustained test of the original in ten seconds, stored and read back. */
export const wefQuick = {
  events: 0,
  durationSecs: 10,
  rate: 10_000,
  eventType: 4624,
  verifyS3: true,
  collector: { flushIntervalSecs: 1 },
  ceiling: QUICK_CEILING,
} as const satisfies WefConfigInput;

/** Environment variables that set a field: those of the original. */
export const wefEnvironment: Readonly<Record<string, readonly string[]>> = {
  PERF_TEST_TOTAL_EVENTS: ['events'],
  PERF_TEST_DURATION_SECS: ['durationSecs'],
  PERF_TEST_BATCH_SIZE: ['batchSize'],
  PERF_TEST_TARGET_EPS: ['rate'],
  PERF_TEST_TIMEOUT_SECS: ['timeoutSecs'],
  PERF_TEST_EVENT_TYPE: ['eventType'],
  PERF_TEST_VERIFY_S3: ['verifyS3'],
  WEF_ENDPOINT: ['endpoint'],
  WEF_STATS_ENDPOINT: ['statsEndpoint'],
  S3_ENDPOINT: ['s3', 'endpoint'],
  S3_BUCKET: ['s3', 'bucket'],
  AWS_ACCESS_KEY_ID: ['s3', 'accessKeyId'],
  AWS_SECRET_ACCESS_KEY: ['s3', 'secretAccessKey'],
};
