import { configToJsonSchema, jsonSchemaText } from '@benchwright/result-schema';
import { didConfigSchema } from './config.js';

/** The text of the JSON Schema that editors check a config with: config/schemas/did-api.schema.json. */
export function didConfigJsonSchema(): string {
  return jsonSchemaText(
    configToJsonSchema(didConfigSchema, {
      id: 'urn:benchwright:config:did-api',
      title: 'Benchwright: a biometric DID API',
      description: 'What the did suite can be told. Every field has a default.',
    }),
  );
}
