import { text, texts } from '../spec/option-spec.js';
import { endpointOptions, loadOptions } from './endpoint-options.js';

/** What `grpc` can be told. */
export const grpcOptions = {
  concurrency: text('-c, --concurrency <count>', 'calls under way at any time; with a rate, the most', {
    configPath: ['concurrency'],
    otherwise: '50',
  }),
  connections: text('--connections <count>', 'connections that share the calls', {
    configPath: ['connections'],
    otherwise: '1',
  }),
  ...loadOptions,
  body: text('-b, --body <json|@file>', 'message as JSON, or @ and the file that holds it', {
    otherwise: '{}',
  }),
  metadata: texts('-H, --header <line>', "metadata, such as 'x-tenant: {{int 1 9}}'; may be repeated", {
    configPath: ['metadata'],
  }),
  proto: texts('--proto <file>', '.proto file that describes the service; may be repeated', {
    configPath: ['proto'],
    takesFile: true,
    otherwise: 'the server is asked, by reflection',
  }),
  importPaths: texts('--import-path <dir>', 'folder in which imports are looked for; may be repeated', {
    configPath: ['importPaths'],
    takesFile: true,
  }),
  protoset: text('--protoset <file>', 'descriptor set of the service, of protoc -o or buf build -o', {
    configPath: ['protoset'],
    takesFile: true,
  }),
  expectStatus: text(
    '--expect-status <statuses>',
    'statuses that count as success, such as OK,NOT_FOUND or 0,5',
    {
      configPath: ['expectStatus'],
      otherwise: 'OK',
    },
  ),
  expectBody: text('--expect-body <json>', 'fields that every answer must have, with these values', {
    configPath: ['expectBody'],
  }),
  ...endpointOptions,
} as const;
