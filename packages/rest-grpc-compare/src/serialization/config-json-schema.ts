import { configToJsonSchema, jsonSchemaText } from '@benchwright/result-schema';
import { serializationConfigSchema } from './config.js';

/** The text of the JSON Schema that editors check a serialisation config with: config/schemas/rest-grpc-serialization.schema.json. */
export function serializationConfigJsonSchema(): string {
  return jsonSchemaText(
    configToJsonSchema(serializationConfigSchema, {
      id: 'urn:benchwright:config:rest-grpc-serialization',
      title: 'Benchwright: what JSON and protobuf messages cost',
      description: 'What the rest-grpc-serialization suite can be told. Every field has a default.',
    }),
  );
}
