import { wholeNumber } from '../spec/option-spec.js';
import type { Registry } from './registry.js';

const HIGHEST_PORT = 65_535;

/** What comes with the command. Packages are loaded when they are used: help and completion must not wait for them. */
export const defaultRegistry: Registry = {
  suites: [
    {
      id: 'rest-grpc',
      title: 'REST against gRPC',
      load: async () => (await import('@benchwright/rest-grpc-compare')).restGrpcSuite,
    },
    {
      id: 'rest-grpc-matrix',
      title: 'Where the lines of the protocols cross',
      byNameOnly: true,
      load: async () => (await import('@benchwright/rest-grpc-compare')).matrixSuite,
    },
    {
      id: 'rest-grpc-serialization',
      title: 'What JSON and protobuf messages cost',
      byNameOnly: true,
      load: async () => (await import('@benchwright/rest-grpc-compare')).serializationSuite,
    },
    {
      id: 'http',
      title: 'An HTTP endpoint',
      byNameOnly: true,
      load: async () => (await import('@benchwright/endpoint-load')).httpSuite,
    },
    {
      id: 'grpc',
      title: 'A gRPC method',
      byNameOnly: true,
      load: async () => (await import('@benchwright/endpoint-load')).grpcSuite,
    },
  ],
  targets: [
    {
      name: 'users',
      title: 'Start the REST and gRPC servers of the users API',
      options: {
        restPort: wholeNumber('--rest-port <port>', 'port of the REST server; 0 takes a free one', {
          most: HIGHEST_PORT,
          otherwise: '8080',
        }),
        grpcPort: wholeNumber('--grpc-port <port>', 'port of the gRPC server; 0 takes a free one', {
          most: HIGHEST_PORT,
          otherwise: '9090',
        }),
        dataSeed: wholeNumber(
          '--data-seed <number>',
          'seed of the users and orders; the same seed serves the same bytes',
        ),
      },
      start: async ({ restPort, grpcPort, dataSeed }) => {
        const { startUsersServers } = await import('@benchwright/rest-grpc-compare');
        return await startUsersServers({
          ...(typeof restPort === 'number' ? { restPort } : {}),
          ...(typeof grpcPort === 'number' ? { grpcPort } : {}),
          ...(typeof dataSeed === 'number' ? { seed: dataSeed } : {}),
        });
      },
    },
  ],
};
