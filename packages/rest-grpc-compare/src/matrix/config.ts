import { ceilingField, QUICK_CEILING } from '@benchwright/load-driver';
import { durationNs } from '@benchwright/result-schema';
import { z } from 'zod';
import { CLIENT_KINDS } from '../clients.js';
import { nameList } from '../name-list.js';
import { linkProfileProblem } from '../network/parse-link-profile.js';
import { PROTOCOLS } from '../protocols.js';
import { countList, textList } from './lists.js';
import { OPERATION_FORMS, parseOperationSpec } from './operation-spec.js';

const MOST_CONCURRENT = 1000;
const LONGEST_NS = 24 * 3600e9;

const operations = textList({
  split: (text) => text.split(','),
  problemOf: (text) =>
    parseOperationSpec(text) === null ? `must be ${OPERATION_FORMS}; got '${text}'` : null,
  wanted: OPERATION_FORMS,
});

/** Fields of a profile hold commas: between profiles that have any stands a semicolon. */
function splitNetworks(text: string): string[] {
  return text.split(';').flatMap((part) => (part.includes('=') ? [part] : part.split(',')));
}

const networks = textList({
  split: splitNetworks,
  problemOf: linkProfileProblem,
  wanted:
    'none, lan, wan-50ms, wan-100ms, 3g, slow-3g, or fields such as delay=20ms,jitter=2ms,down=10Mbit/s,up=2Mbit/s',
});

/** Everything that a matrix can be told. */
export const matrixConfigSchema = z.strictObject({
  protocols: nameList(PROTOCOLS)
    .default(['rest', 'grpc'])
    .describe('The protocols that are compared with each other.'),
  client: z
    .enum(CLIENT_KINDS)
    .default('raw')
    .describe(
      'raw: prepared bytes on sockets, which shows what the servers do. sdk: client libraries, which shows what an application sees.',
    ),
  operations: operations
    .default(['getUser', 'listUsers:100'])
    .describe(
      'The calls of the users API, with their size where they have one: listUsers:100, searchUsers:10, bulkCreateUsers:10.',
    ),
  concurrency: countList(MOST_CONCURRENT)
    .default([1, 8, 64])
    .describe('Requests under way at any time: the axis on which the lines of the protocols may cross.'),
  networks: networks
    .default(['none', 'wan-50ms'])
    .describe(
      'What lies between client and server: none, lan, wan-50ms, wan-100ms, 3g, slow-3g (named by their round trip), or fields: delay (one way), jitter, down, up. In one text, profiles with fields are parted by semicolons.',
    ),
  trials: z
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe(
      'Rounds over all cells, interleaved. The intervals rest on them: 2 are the least that give one, 5 or more are worth having.',
    ),
  duration: durationNs({ min: 10e6, max: LONGEST_NS })
    .default(1e9)
    .describe('How long each trial takes, and never less than ten round trips of its network.'),
  warmup: z
    .strictObject({
      firstTrial: durationNs({ min: 0, max: LONGEST_NS })
        .default(2e9)
        .describe(
          'Uncounted load, without a network, before the first trial of each protocol and operation: until client and server are compiled.',
        ),
      trial: durationNs({ min: 0, max: LONGEST_NS })
        .default(200e6)
        .describe(
          'Uncounted load before every trial, and never less than four round trips: connections are open.',
        ),
    })
    .prefault({})
    .describe('What is offered and not counted.'),
  timeout: durationNs({ min: 50e6, max: LONGEST_NS })
    .default(30e9)
    .describe('How long one request may take before it counts as failed.'),
  ceiling: ceilingField,
});

/** What a user may write: every field is optional. */
export type MatrixConfigInput = z.input<typeof matrixConfigSchema>;

/** A complete config, every default filled in. */
export type MatrixConfig = z.output<typeof matrixConfigSchema>;

/** Laid over the config by `--quick`: two concurrencies, one operation, shorter trials, three of each. */
export const matrixQuick = {
  operations: ['getUser'],
  concurrency: [1, 32],
  trials: 3,
  duration: '300ms',
  warmup: { firstTrial: '1s', trial: '100ms' },
  ceiling: QUICK_CEILING,
} as const satisfies MatrixConfigInputOf;

/** `as const` makes the lists of the overlay read-only, which the schema takes all the same. */
type MatrixConfigInputOf = {
  readonly [Field in keyof MatrixConfigInput]: MatrixConfigInput[Field] | readonly (string | number)[];
};
