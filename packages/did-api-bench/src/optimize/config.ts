import { durationNs } from '@benchwright/result-schema';
import { z } from 'zod';
import { TECHNIQUE_IDS, type TechniqueId } from './technique.js';

const count = z.int().min(1);

/** `cache,index`, a list, or `all`. */
const techniqueList = z.codec(
  z.union([z.string(), z.array(z.string())]),
  z
    .array(
      z.enum(TECHNIQUE_IDS, {
        error: (issue) =>
          `unknown technique '${String(issue.input).slice(0, 40)}': there are ${TECHNIQUE_IDS.join(', ')}, and all`,
      }),
    )
    .refine((list) => new Set(list).size === list.length, { error: 'names a technique twice' }),
  {
    decode: (input) => {
      const words = typeof input === 'string' ? input.split(',').map((word) => word.trim()) : input;
      return (
        words.join() === 'all' ? [...TECHNIQUE_IDS] : words.filter((word) => word !== '')
      ) as TechniqueId[];
    },
    encode: (list) => list,
  },
);

/** Everything an optimisation run can be told. */
export const optimizeConfigSchema = z.strictObject({
  techniques: techniqueList
    .default([...TECHNIQUE_IDS])
    .describe(
      'What is tried, one at a time: techniques by name, or all. Those that cannot be tried here are left out.',
    ),
  together: techniqueList
    .default([])
    .describe('Techniques that are applied all at once, as one more server beside the others.'),
  trials: count
    .max(200)
    .default(10)
    .describe('Rounds: in each, every server is started anew and measured, in an order drawn from the seed.'),
  duration: durationNs({ above: 0 })
    .default(1e9)
    .describe('How long each operation is measured in each round.'),
  warmup: durationNs({ min: 0 }).default(300e6).describe('Before each of them, not counted.'),
  connections: count.max(1000).default(16).describe('Requests under way at any time.'),
  people: count.max(1000).default(50).describe('Different people who are enrolled and verified.'),
  bodySeed: z.int().min(0).default(1).describe('Seed of the people: the same seed makes the same bodies.'),
  fill: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(20_000)
    .describe('Enrolments that are there before: without them an index and a set have nothing to save.'),
  kdfIterations: count.default(1000).describe('Rounds of PBKDF2 for each finger.'),
  store: z.enum(['database', 'memory']).default('database').describe('memory has no database at all.'),
  databaseUrl: z
    .string()
    .nullable()
    .default(null)
    .describe(
      'A PostgreSQL in place of the embedded one. Every server has a schema of its own, removed at the end.',
    ),
  redisUrl: z.string().nullable().default(null).describe('A Redis, for the technique of that name.'),
});

/** What a user may write: every field is optional. */
export type OptimizeConfigInput = z.input<typeof optimizeConfigSchema>;

/** A complete config, every default filled in. */
export type OptimizeConfig = z.output<typeof optimizeConfigSchema>;

/** Laid over the config by `--quick`. */
export const optimizeQuick = {
  trials: 4,
  duration: '300ms',
  warmup: '150ms',
  fill: 5000,
  people: 20,
} as const satisfies OptimizeConfigInput;

/** Environment variables that set a field. */
export const optimizeEnvironment: Readonly<Record<string, readonly string[]>> = {
  DATABASE_URL: ['databaseUrl'],
  REDIS_URL: ['redisUrl'],
};

/** What `benchwright init did-optimize` writes: every field with its default. */
export const optimizeConfigTemplate = `# The guide's optimisation techniques, one at a time against the server without any. Every value below is the default.
#   benchwright did optimize --config this-file.yaml

# hashing, cache, redis, queries, index, pool, gzip, batch, imports, membership; or all. What cannot be tried here is left out.
techniques: all
# Applied all at once, as one more server beside the others.
together: []

# Rounds: in each, every server is started anew and measured, in an order drawn from the seed.
trials: 10
# How long each operation is measured in each round, and before that, not counted.
duration: 1s
warmup: 300ms
# Requests under way at any time.
connections: 16

# Different people who are enrolled and verified, and the seed of their bodies.
people: 50
bodySeed: 1
# Enrolments that are there before.
fill: 20000
# Rounds of PBKDF2 for each finger.
kdfIterations: 1000

# memory has no database at all. A PostgreSQL takes the place of the embedded database.
store: database
databaseUrl: null
redisUrl: null
`;
