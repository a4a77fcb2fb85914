import { ceilingField, QUICK_CEILING, sloField } from '@benchwright/load-driver';
import { durationNs, ratePerSec } from '@benchwright/result-schema';
import { z } from 'zod';
import { NAMINGS } from './design/function-name.js';
import { levelList, wordList } from './design/list-field.js';

/** Lambda's own limits. */
const MEMORY_MB = { least: 128, most: 10_240 };
const MOST_RESERVED = 100_000;
const MOST_CONCURRENT = 10_000;
/** S3's smallest and largest part, and its largest object, in MB. */
const PART_MB = { least: 5, most: 5120 };
const MOST_OBJECT_MB = 5_242_880;

const count = z.int().min(1);

function isUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

const got = ({ input }: { readonly input?: unknown }): string => `got '${String(input).slice(0, 80)}'`;
const serviceTarget = z.string().refine((text) => text === 'aws' || isUrl(text), {
  error: (issue) => `must be aws or the URL of an endpoint such as http://127.0.0.1:9000, ${got(issue)}`,
});

const design = z.strictObject({
  memoryMb: levelList(MEMORY_MB)
    .default([512, 1024, 2048])
    .describe('Memory of the functions, MB. Their share of a CPU follows from it.'),
  batchEvents: levelList({ least: 1, most: 100_000 })
    .default([1, 10, 100])
    .describe('Events in one object, in the events workload.'),
  partMb: levelList(PART_MB)
    .default([8, 32, 64])
    .describe('Size of a part in a multipart upload, MB of 1,048,576 bytes, in the batch workload.'),
  reservedConcurrency: levelList({ least: 0, most: MOST_RESERVED })
    .default([0, 10, 50])
    .describe('Reserved concurrency of the functions; 0 is unreserved, as in the original.'),
  checksumModes: wordList(['WHEN_SUPPORTED', 'WHEN_REQUIRED'])
    .default(['WHEN_SUPPORTED'])
    .describe('Checksums that the SDK adds: always, or only where S3 demands them.'),
  payloadSignings: wordList(['signed', 'unsigned'])
    .default(['signed'])
    .describe('Whether the SHA-256 of the body goes into the signature.'),
});

const fields = z.strictObject({
  workloads: wordList(['events', 'batch'])
    .default(['events', 'batch'])
    .describe(
      'events: many small events in one object. batch: large objects. Each is a design of its own; a functionPrefix that names one leaves the other out.',
    ),
  design: design.prefault({}).describe('Every list is a factor: all combinations are measured.'),
  functionPrefix: z
    .string()
    .regex(/^[A-Za-z0-9-_]{0,40}$/, {
      error: (issue) => `must be up to 40 letters, digits, hyphens and underscores, ${got(issue)}`,
    })
    .default('ingest-')
    .describe(
      'Only functions whose name begins so: ingest- for all, ingest-events- for one workload. Deployed functions may be called otherwise.',
    ),
  naming: z
    .enum(NAMINGS)
    .default('full')
    .describe(
      'full: ingest-events-m512-b10-rc10. short: s3-experiment-events-512mb-10, which cannot tell reserved concurrencies apart.',
    ),
  invocations: count.max(1e7).default(50).describe('Invocations of each function in each trial.'),
  trials: count
    .max(1000)
    .default(5)
    .describe('Rounds over all functions, interleaved. Intervals and the analysis of variance rest on them.'),
  concurrency: count
    .max(MOST_CONCURRENT)
    .default(20)
    .describe('Invocations under way at any time. Above a reserved concurrency, it is felt.'),
  rate: ratePerSec({})
    .nullable()
    .default(null)
    .describe(
      'Invocations per second that arrive whatever the answers do; null: each waits for one before it.',
    ),
  arrivals: z
    .enum(['constant', 'poisson'])
    .default('constant')
    .describe('How arrivals of a rate are spaced.'),
  maxInFlight: count
    .max(MOST_CONCURRENT)
    .default(256)
    .describe('Invocations under way at most under a rate; later ones wait, and their wait is measured.'),
  warmupInvocations: z
    .int()
    .min(0)
    .max(100_000)
    .nullable()
    .default(null)
    .describe(
      'Uncounted invocations before each trial; null: as many as are under way at once. 0 counts the first cold starts too, as the original does.',
    ),
  timeout: durationNs({ min: 50e6, max: 900e9 })
    .default(60e9)
    .describe('How long one invocation may take, waiting after throttles included.'),
  throttles: z
    .strictObject({
      retries: z
        .int()
        .min(0)
        .max(100)
        .default(8)
        .describe('Times that a throttled invocation (429) is tried again, before it counts as failed.'),
      base: durationNs({ min: 1e6, max: 60e9 })
        .default(50e6)
        .describe(
          'Longest wait before the first of them; doubles each time. The wait is drawn evenly below it.',
        ),
      most: durationNs({ min: 1e6, max: 600e9 }).default(2e9).describe('Longest wait of all.'),
    })
    .prefault({})
    .describe(
      'What happens to a throttled invocation. Its latency counts from when it was due, waits included.',
    ),
  eventBytes: z.int().min(256).max(8192).default(1024).describe('Bytes of one event.'),
  objectMb: count.max(MOST_OBJECT_MB).default(100).describe('Size of a batch object, MB of 1,048,576 bytes.'),
  queueSize: z.int().min(1).max(64).default(4).describe('Parts of one upload in flight at once.'),
  functions: z
    .enum(['local', 'aws'])
    .default('local')
    .describe('local: environments are processes on this machine. aws: functions that are deployed.'),
  lambdaEndpoint: z
    .string()
    .refine(isUrl, { error: (issue) => `must be the URL of an endpoint, ${got(issue)}` })
    .nullable()
    .default(null)
    .describe('Another Lambda API than that of AWS, for functions: aws.'),
  logsEndpoint: z
    .string()
    .refine(isUrl, { error: (issue) => `must be the URL of an endpoint, ${got(issue)}` })
    .nullable()
    .default(null)
    .describe('Another CloudWatch Logs API than that of AWS, for the queries of functions: aws.'),
  s3: serviceTarget
    .nullable()
    .default(null)
    .describe(
      'Where functions: local put their objects: null starts a server for the run; aws; or an endpoint’s URL.',
    ),
  storage: z
    .enum(['memory', 'disk'])
    .default('memory')
    .describe('Where the embedded S3 keeps objects until they are deleted, which is soon.'),
  bucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, {
      error: (issue) => `must be a bucket name (3 to 63 of a-z, 0-9, dot and hyphen), ${got(issue)}`,
    })
    .default('benchwright-ingest')
    .describe('Where objects go. It must exist, except in the embedded S3.'),
  deleteObjects: z
    .boolean()
    .default(true)
    .describe(
      'Delete the objects of functions: local after each trial or as they grow. Deployed functions’ are left.',
    ),
  region: z.string().min(1).default('us-east-1').describe('AWS region.'),
  logs: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('Folder that the logs of local functions are kept in; null: they go with the run.'),
  prices: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('Price file such as config/prices/us-east-1.yaml; null: those that came with this package.'),
  maxP95: durationNs({ min: 1e6 })
    .nullable()
    .default(null)
    .describe('Asks for the cheapest configuration whose p95 stays below this.'),
  ceiling: ceilingField,
  slo: sloField,
  allowRemote: z
    .boolean()
    .default(false)
    .describe(
      'Allows AWS, and endpoints that are not on this machine. A load generator must not be aimed by accident.',
    ),
});

/** Everything the experiment can be told. The one source of types, defaults, messages and the editor's schema. */
export const s3IngestConfigSchema = fields.superRefine((config, context) => {
  const { naming, design, throttles, functions, s3 } = config;
  const problem = (path: (string | number)[], message: string): void =>
    context.addIssue({ code: 'custom', path, message });
  if (naming === 'short' && new Set(design.reservedConcurrency).size > 1) {
    problem(
      ['naming'],
      'must be full where reservedConcurrency varies: short names cannot tell those functions apart',
    );
  }
  if (throttles.base > throttles.most)
    problem(['throttles', 'base'], 'must not be longer than throttles.most');
  if (functions === 'aws' && s3 !== null) {
    problem(['s3'], 'must be left out with functions: aws, which put objects where they were deployed to');
  }
  if (functions === 'local' && config.lambdaEndpoint !== null) {
    problem(['lambdaEndpoint'], 'must be left out unless functions is aws: local functions bring their own');
  }
  if (functions === 'local' && config.logsEndpoint !== null) {
    problem(
      ['logsEndpoint'],
      'must be left out unless functions is aws: the logs of local functions are files',
    );
  }
});

/** What a user may write: every field is optional. */
export type S3IngestConfigInput = z.input<typeof s3IngestConfigSchema>;

/** A complete config, every default filled in. */
export type S3IngestConfig = z.output<typeof s3IngestConfigSchema>;

/** Laid over the config by `--quick`: 2×2×2 of small objects on the embedded parts, with a reservation that is felt. */
export const s3IngestQuick = {
  workloads: ['events'],
  design: { memoryMb: [512, 1769], batchEvents: [1, 100], reservedConcurrency: [0, 2] },
  invocations: 70,
  trials: 3,
  concurrency: 4,
  // With waits of up to 2 s, a trial of a second and a half would last as long as the one invocation that drew the longest.
  throttles: { retries: 30, base: '25ms', most: '200ms' },
  ceiling: QUICK_CEILING,
} as const satisfies S3IngestConfigInput;

/** Environment variables that set a field: those of the original's functions, and the SDK's. */
export const s3IngestEnvironment: Readonly<Record<string, readonly string[]>> = {
  OUTPUT_BUCKET: ['bucket'],
  WORKLOAD: ['workloads'],
  MEMORY_MB: ['design', 'memoryMb'],
  BATCH_EVENTS: ['design', 'batchEvents'],
  MULTIPART_MB: ['design', 'partMb'],
  RESERVED_CONCURRENCY: ['design', 'reservedConcurrency'],
  EVENT_BYTES: ['eventBytes'],
  OBJECT_MB: ['objectMb'],
  QUEUE_SIZE: ['queueSize'],
  S3_ENDPOINT: ['s3'],
  AWS_REGION: ['region'],
};
