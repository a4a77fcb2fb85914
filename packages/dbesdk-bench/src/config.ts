import { durationNs } from '@benchwright/result-schema';
import { z } from 'zod';
import { isDynamoDbTarget } from './dynamodb-target.js';
import {
  ALGORITHM_SUITES,
  CONCURRENCY_MODES,
  ITEM_FORMATS,
  ITEM_KEYS,
  ITEM_SHAPES,
  TEST_TYPES,
} from './factor-names.js';

/** Above this a single buffer of the runtime may be refused. */
const LARGEST_ITEM_BYTES = 1024 ** 3;
/** DynamoDB nests no deeper, and neither does the item format. */
const DEEPEST = 32;
const MOST_CONCURRENT = 256;
const MOST_ATTRIBUTES = 1000;
const LONGEST_NS = 3600e9;

const itemBytes = z
  .int()
  .min(1)
  .max(LARGEST_ITEM_BYTES)
  .describe('Bytes of payload, a plain number: 1024 rather than 1kB.');
const sizes = z.array(itemBytes);
const categories = z.strictObject({
  small: sizes.default([]).describe('Sizes; the three categories only group them.'),
  medium: sizes.default([]).describe('More sizes.'),
  large: sizes.default([]).describe('More sizes.'),
});
const levels = z.array(z.int().min(1).max(MOST_CONCURRENT)).min(1);
const testTypes = z.array(z.enum(TEST_TYPES)).min(1);
const span = durationNs({ min: 0, max: LONGEST_NS });

/** Everything the benchmark can be told: the keys of the original's test-scenarios.yaml first, ours after them. */
export const dbesdkConfigSchema = z.strictObject({
  data_sizes: categories
    .default({
      small: [1024, 5120, 10_240],
      medium: [102_400, 512_000, 1_048_576],
      large: [10_485_760, 52_428_800, 104_857_600],
    })
    .describe('Bytes of payload in an item. Give only the categories you want: the others are then empty.'),
  iterations: z
    .strictObject({
      warmup: z
        .int()
        .min(0)
        .max(1e6)
        .default(5)
        .describe('Uncounted operations at least, before each trial.'),
      measurement: z
        .int()
        .min(1)
        .max(1e6)
        .default(10)
        .describe(
          'Counted operations that each trial is made long enough for, at a cautious guess of their speed.',
        ),
      warmup_time: span
        .default(250e6)
        .describe('Uncounted time at least, before each trial: compilers need more than five calls.'),
      min_time: span
        .default(500e6)
        .describe('Counted time at least, in each trial: ten calls make no percentile.'),
    })
    .prefault({})
    .describe('How much is measured in each trial; whichever of count and time takes longer.'),
  concurrency_levels: levels
    .default([1, 2, 4, 8, 16])
    .describe('Items under way at once. 1 is what every other test has, so concurrency tests begin at 2.'),
  quick_config: z
    .strictObject({
      data_sizes: categories
        .default({ small: [102_400], medium: [], large: [] })
        .describe('Sizes under --quick.'),
      iterations: z
        .strictObject({
          warmup: z.int().min(0).max(1e6).default(3).describe('As in iterations.'),
          measurement: z.int().min(1).max(1e6).default(3).describe('As in iterations.'),
          warmup_time: span.default(150e6).describe('As in iterations.'),
          min_time: span.default(300e6).describe('As in iterations.'),
        })
        .prefault({})
        .describe('How much is measured under --quick.'),
      concurrency_levels: levels.default([1, 2]).describe('Levels under --quick.'),
      test_types: testTypes.default([...TEST_TYPES]).describe('What is measured under --quick.'),
    })
    .prefault({})
    .describe('What --quick puts in place of the keys of the same name.'),
  table_name: z
    .string()
    .regex(/^[a-zA-Z0-9_.-]{3,255}$/, {
      error: ({ input }) =>
        `must be a DynamoDB table name (3 to 255 letters, digits, dots, dashes, underscores), got '${String(input).slice(0, 80)}'`,
    })
    .default('dbesdk-performance-testing')
    .describe('Logical table name that items are bound to; with dynamodb also the table that is used.'),
  keyring: z.enum(['raw-aes']).default('raw-aes').describe('What wraps the data keys: raw-aes is AES-256.'),
  test_types: testTypes.default([...TEST_TYPES]).describe('What is measured.'),
  trials: z
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe('Rounds over all cells, interleaved. Intervals rest on them; 2 are the least that give one.'),
  concurrency_modes: z
    .array(z.enum(CONCURRENCY_MODES))
    .min(1)
    .default([...CONCURRENCY_MODES])
    .describe('in-flight: promises of one thread; threads: one item on each of so many worker threads.'),
  algorithm_suites: z
    .array(
      z.enum(ALGORITHM_SUITES, {
        error: ({ input }) =>
          `must be "0x6700" or "0x6701", in quotes (YAML reads a bare 0x6701 as 26369), got ${JSON.stringify(input)}`,
      }),
    )
    .min(1)
    .default(['0x6701'])
    .describe('0x6701 signs each item with ECDSA P-384, as the original does; 0x6700 does not.'),
  header_versions: z
    .array(z.union([z.literal(1), z.literal(2)]))
    .min(1)
    .default([1])
    .describe('2 also binds the key attributes into the encryption context (SIGN_AND_INCLUDE).'),
  item_shapes: z
    .array(z.enum(ITEM_SHAPES))
    .min(1)
    .default(['harness'])
    .describe(
      'harness: the original item; single: one binary attribute; flat: 98; nested: two, eleven maps deep.',
    ),
  attribute_counts: z
    .array(z.int().min(1).max(MOST_ATTRIBUTES))
    .default([])
    .describe('Attributes that the payload is split over. Empty: as many as the shape has.'),
  encrypted_shares: z
    .array(z.number().min(0).max(1))
    .min(1)
    .default([1])
    .describe('Share of those attributes that is encrypted; the rest is only signed.'),
  nesting_depths: z
    .array(
      z
        .int()
        .min(0)
        .max(DEEPEST - 1),
    )
    .default([])
    .describe(
      'Maps around each payload: 0 to 31, for DynamoDB nests 32 levels at most. Empty: as the shape has it.',
    ),
  item_formats: z
    .array(z.enum(ITEM_FORMATS))
    .min(1)
    .default(['attribute-value'])
    .describe(
      'What goes in and comes out: AttributeValues, native JavaScript objects, or DynamoDB JSON text.',
    ),
  item_keys: z
    .enum(ITEM_KEYS)
    .default('fresh')
    .describe(
      'fresh: every item has its own primary key; fixed: all have the original one, which no table could hold.',
    ),
  max_bytes_in_flight: z
    .int()
    .min(1)
    .default(419_430_400)
    .describe('Concurrency cells whose items under way hold more payload than this are left out.'),
  dynamodb: z
    .string()
    .refine(isDynamoDbTarget, {
      error: ({ input }) =>
        `must be embedded, aws or the URL of an endpoint such as http://127.0.0.1:8000, got '${String(input).slice(0, 80)}'`,
    })
    .nullable()
    .default(null)
    .describe(
      'Put and get items for real: embedded (dynalite), an endpoint URL, or aws. Null: no table is touched.',
    ),
  aws_region: z
    .string()
    .default('us-east-1')
    .describe('Region for dynamodb: aws; credentials come from the environment.'),
  heap_profile: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .describe('Folder that each memory cell writes an allocation profile to (.heapprofile). Null: none.'),
  quick: z.boolean().default(false).describe('Use quick_config; --quick sets it.'),
  allowRemote: z
    .boolean()
    .default(false)
    .describe(
      'Allows an endpoint that is not on this machine. A load generator must not be aimed by accident.',
    ),
});

/** What a user may write: every field is optional. */
export type DbesdkConfigInput = z.input<typeof dbesdkConfigSchema>;

/** A complete config, every default filled in. */
export type DbesdkConfig = z.output<typeof dbesdkConfigSchema>;

/**
 * Laid over the config by `--quick`: quick_config takes the place of the keys that it names, as in the original, and three
 * rounds do. The sizes a user's file holds in its quick_config are kept.
 */
export const dbesdkQuick = { quick: true, trials: 3 } as const satisfies DbesdkConfigInput;

/** Environment variables that set a field. */
export const dbesdkEnvironment: Readonly<Record<string, readonly string[]>> = {
  DBESDK_TABLE_NAME: ['table_name'],
  DBESDK_DYNAMODB: ['dynamodb'],
  AWS_REGION: ['aws_region'],
};
