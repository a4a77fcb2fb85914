import { configToJsonSchema, jsonSchemaText } from '@benchwright/result-schema';
import { httpConfigSchema } from './config.js';

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
