import { configToJsonSchema, jsonSchemaText } from '@benchwright/result-schema';
import { restGrpcConfigSchema } from './config.js';

/** The text of the JSON Schema that editors check a rest-grpc config with: config/schemas/rest-grpc.schema.json. */
export function restGrpcConfigJsonSchema(): string {
  return jsonSchemaText(
    configToJsonSchema(restGrpcConfigSchema, {
      id: 'urn:benchwright:config:rest-grpc',
      title: 'Benchwright: REST against gRPC',
      description: 'What the rest-grpc suite can be told. Every field has a default.',
    }),
  );
}
