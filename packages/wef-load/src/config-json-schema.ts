import { configToJsonSchema, jsonSchemaText } from '@benchwright/result-schema';
import { wefConfigSchema } from './config.js';

/** The text of the JSON Schema that editors check a config of this suite with: config/schemas/wef-load.schema.json. */
export function wefConfigJsonSchema(): string {
  return jsonSchemaText(
    configToJsonSchema(wefConfigSchema, {
      id: 'urn:benchwright:config:wef-load',
      title: 'Benchwright: Windows event collection',
      description: 'What the wef suite can be told. Every field has a default.',
    }),
  );
}
