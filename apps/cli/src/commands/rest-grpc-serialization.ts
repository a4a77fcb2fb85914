import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { text } from '../spec/option-spec.js';
import { ownTargetOptions, ownTargetRequest, runOwnTarget } from './rest-grpc-run.js';

const serializationOptions = {
  operations: text('--operations <list>', 'calls of the users API whose messages are taken', {
    configPath: ['operations'],
    otherwise: 'all six',
  }),
  codecs: text('--codecs <list>', 'json, json-compiled, protobuf, protobuf-reused, graphql', {
    configPath: ['codecs'],
    otherwise: 'all five',
  }),
  duration: text('-d, --duration <time>', 'how long each trial of a cell takes', {
    configPath: ['duration'],
    otherwise: '100ms',
  }),
  ...ownTargetOptions,
} as const;

/** `rest-grpc serialization`: what messages cost to encode and decode, without any server. */
export function restGrpcSerializationCommand(entry: SuiteEntry) {
  return defineCommand({
    path: ['rest-grpc', 'serialization'],
    summary: 'Measure what JSON, protobuf and GraphQL messages cost on their own',
    details:
      'Time, bytes and garbage per message of every operation, encoded and decoded in this process, in interleaved trials.',
    options: serializationOptions,
    examples: [
      ['rest-grpc serialization', 'all messages and codecs, less than a minute'],
      ['rest-grpc serialization --quick --operations getUser -o csv', 'one operation, as a table'],
    ],
    run: async ({ options }: CommandInput<typeof serializationOptions>, context) => {
      const suite = await entry.load();
      const request = ownTargetRequest(
        ['rest-grpc', 'serialization'],
        serializationOptions,
        options,
        context,
      );
      return await runOwnTarget(suite, request, options, context);
    },
  });
}
