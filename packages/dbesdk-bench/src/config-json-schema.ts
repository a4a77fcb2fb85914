import { configToJsonSchema, jsonSchemaText } from '@benchwright/result-schema';
import { dbesdkConfigSchema } from './config.js';

/** The text of the JSON Schema that editors check a dbesdk config with: config/schemas/test-scenarios.schema.json. */
export function dbesdkConfigJsonSchema(): string {
  return jsonSchemaText(
    configToJsonSchema(dbesdkConfigSchema, {
      id: 'urn:benchwright:config:test-scenarios',
      title: 'Benchwright: DynamoDB item encryption',
      description: 'What the dbesdk suite can be told. Every field has a default.',
    }),
  );
}
