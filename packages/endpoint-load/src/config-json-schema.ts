import { configToJsonSchema, jsonSchemaText } from '@benchwright/result-schema';
import { httpConfigSchema } from './config.js';
import { grpcConfigSchema } from './grpc/config.js';

/** The text of the JSON Schema that editors check an http config with: config/schemas/endpoint-load.schema.json. */
export function httpConfigJsonSchema(): string {
  return jsonSchemaText(
    configToJsonSchema(httpConfigSchema, {
      id: 'urn:benchwright:config:endpoint-load',
      title: 'Benchwright: an HTTP endpoint',
      description: 'What the http suite can be told. Every field has a default.',
    }),
  );
}

/** The same for the grpc suite: config/schemas/endpoint-load-grpc.schema.json. */
export function grpcConfigJsonSchema(): string {
  return jsonSchemaText(
    configToJsonSchema(grpcConfigSchema, {
      id: 'urn:benchwright:config:endpoint-load-grpc',
      title: 'Benchwright: a gRPC method',
      description:
        'What the grpc suite can be told. Every field has a default; without address and method nothing can be run.',
    }),
  );
}
