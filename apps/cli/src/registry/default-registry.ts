import { names, wholeNumber } from '../spec/option-spec.js';
import { didTarget } from './did-target.js';
import { lambdaTarget } from './lambda-target.js';
import type { Registry } from './registry.js';
import { s3Target } from './s3-target.js';
import { wefTarget } from './wef-target.js';

const HIGHEST_PORT = 65_535;
/** Where DynamoDB Local listens, too. */
const DYNAMODB_PORT = 8000;

/** The servers of the users API; a test holds them against the package's list. */
const USERS_SERVERS = ['rest', 'grpc', 'graphql', 'rest-h2', 'grpc-web'] as const;

/** Those of the values that were given. */
function numbersOf(values: Readonly<Record<string, unknown>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

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
      id: 'dbesdk',
      title: 'DynamoDB item encryption',
      load: async () => (await import('@benchwright/dbesdk-bench')).dbesdkSuite,
    },
    {
      id: 's3-ingest',
      title: 'Ingestion into S3',
      load: async () => (await import('@benchwright/s3-ingest')).s3IngestSuite,
    },
    {
      id: 'did',
      title: 'A biometric DID API',
      load: async () => (await import('@benchwright/did-api-bench')).didSuite,
    },
    {
      id: 'did-ab',
      title: 'Two DID APIs in turn',
      byNameOnly: true,
      load: async () => (await import('@benchwright/did-api-bench')).didAbSuite,
    },
    {
      id: 'wef',
      title: 'Windows event collection',
      load: async () => (await import('@benchwright/wef-load')).wefSuite,
    },
    {
      id: 'did-optimize',
      title: 'Optimisation techniques on the DID API',
      byNameOnly: true,
      load: async () => (await import('@benchwright/did-api-bench')).didOptimizeSuite,
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
    {
      id: 'ab-http',
      title: 'Two URLs against each other',
      byNameOnly: true,
      load: async () => (await import('@benchwright/endpoint-load')).abHttpSuite,
    },
    {
      id: 'ab-command',
      title: 'Two commands against each other',
      byNameOnly: true,
      load: async () => (await import('@benchwright/endpoint-load')).abCommandSuite,
    },
  ],
  targets: [
    {
      name: 'users',
      title: 'Start servers of the users API: REST and gRPC, or those named',
      options: {
        restPort: wholeNumber('--rest-port <port>', 'port of the REST server; 0 takes a free one', {
          most: HIGHEST_PORT,
          otherwise: '8080',
        }),
        grpcPort: wholeNumber('--grpc-port <port>', 'port of the gRPC server; 0 takes a free one', {
          most: HIGHEST_PORT,
          otherwise: '9090',
        }),
        graphqlPort: wholeNumber('--graphql-port <port>', 'port of the GraphQL server; 0 takes a free one', {
          most: HIGHEST_PORT,
          otherwise: '8081',
        }),
        restH2Port: wholeNumber('--rest-h2-port <port>', 'port of REST over HTTP/2; 0 takes a free one', {
          most: HIGHEST_PORT,
          otherwise: '8082',
        }),
        grpcWebPort: wholeNumber(
          '--grpc-web-port <port>',
          'port of the gRPC-Web server; 0 takes a free one',
          {
            most: HIGHEST_PORT,
            otherwise: '8083',
          },
        ),
        only: names('--only <names>', USERS_SERVERS, 'the servers to start', { otherwise: 'rest,grpc' }),
        dataSeed: wholeNumber(
          '--data-seed <number>',
          'seed of the users and orders; the same seed serves the same bytes',
        ),
      },
      start: async ({ dataSeed, only, ...ports }) => {
        const { isProtocolId, startUsersServers } = await import('@benchwright/rest-grpc-compare');
        const kinds = Array.isArray(only) ? only.filter(isProtocolId) : undefined;
        return await startUsersServers({
          ...numbersOf(ports),
          ...(kinds === undefined ? {} : { only: kinds }),
          ...(typeof dataSeed === 'number' ? { seed: dataSeed } : {}),
        });
      },
    },
    {
      name: 'dynamodb',
      title: 'Start an embedded DynamoDB (dynalite), its tables in memory',
      options: {
        port: wholeNumber('--port <port>', 'port to listen on; 0 takes a free one', {
          most: HIGHEST_PORT,
          otherwise: String(DYNAMODB_PORT),
        }),
      },
      start: async ({ port }) => {
        const { startDynamoDb } = await import('@benchwright/dbesdk-bench');
        return await startDynamoDb({ port: typeof port === 'number' ? port : DYNAMODB_PORT });
      },
    },
    s3Target,
    lambdaTarget,
    wefTarget,
    didTarget,
  ],
};
