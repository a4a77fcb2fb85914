import { durationNs } from '@benchwright/result-schema';
import { z } from 'zod';
import { nameList } from '../name-list.js';
import { OPERATIONS } from '../operations.js';
import { CODECS } from './codec-names.js';

const count = z.int().min(1);
const MOST_USERS_PER_CALL = 1000;

/** Everything that the serialisation suite can be told. */
export const serializationConfigSchema = z.strictObject({
  operations: nameList(OPERATIONS)
    .default([...OPERATIONS])
    .describe('The calls of the users API whose messages are encoded and decoded.'),
  codecs: nameList(CODECS)
    .default([...CODECS])
    .describe(
      'json: JSON.stringify and JSON.parse; json-compiled: fast-json-stringify, as the REST server; protobuf: ts-proto, a writer per message; protobuf-reused: one writer for all, as the gRPC server; graphql: JSON of the query, its variables and the data.',
    ),
  trials: count
    .max(1000)
    .default(5)
    .describe('Rounds over all cells, interleaved: the intervals rest on them.'),
  duration: durationNs({ min: 1e6, max: 3600e9 })
    .default(100e6)
    .describe('How long each trial of a cell takes.'),
  warmup: z
    .strictObject({
      firstTrial: durationNs({ min: 0, max: 3600e9 })
        .default(300e6)
        .describe('Uncounted, before the first trial of each cell: until its code is compiled.'),
      trial: durationNs({ min: 0, max: 3600e9 })
        .default(20e6)
        .describe('Uncounted, before every other trial: its data is in the caches again.'),
    })
    .prefault({})
    .describe('What is done and not counted.'),
  pageSize: count.max(MOST_USERS_PER_CALL).default(20).describe('Users per page of listUsers.'),
  searchLimit: count.max(MOST_USERS_PER_CALL).default(10).describe('Users at most per searchUsers.'),
  bulkSize: count.max(MOST_USERS_PER_CALL).default(10).describe('Users per bulkCreateUsers.'),
});

/** What a user may write: every field is optional. */
export type SerializationConfigInput = z.input<typeof serializationConfigSchema>;

/** A complete config, every default filled in. */
export type SerializationConfig = z.output<typeof serializationConfigSchema>;

/** Laid over the config by `--quick`: shorter trials, as many. */
export const serializationQuick = {
  duration: '30ms',
  warmup: { firstTrial: '100ms', trial: '5ms' },
} as const satisfies SerializationConfigInput;
