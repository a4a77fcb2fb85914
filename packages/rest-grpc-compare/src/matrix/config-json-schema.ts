import { configToJsonSchema, jsonSchemaText } from '@benchwright/result-schema';
import { matrixConfigSchema } from './config.js';

/** The text of the JSON Schema that editors check a matrix config with: config/schemas/rest-grpc-matrix.schema.json. */
export function matrixConfigJsonSchema(): string {
  return jsonSchemaText(
    configToJsonSchema(matrixConfigSchema, {
      id: 'urn:benchwright:config:rest-grpc-matrix',
      title: 'Benchwright: where the lines of REST, gRPC and others cross',
      description: 'What the rest-grpc-matrix suite can be told. Every field has a default.',
    }),
  );
}
