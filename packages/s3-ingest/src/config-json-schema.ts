import { configToJsonSchema, jsonSchemaText } from '@benchwright/result-schema';
import { s3IngestConfigSchema } from './config.js';

/** The text of the JSON Schema that editors check a config of this suite with: config/schemas/s3-ingest.schema.json. */
export function s3IngestConfigJsonSchema(): string {
  return jsonSchemaText(
    configToJsonSchema(s3IngestConfigSchema, {
      id: 'urn:benchwright:config:s3-ingest',
      title: 'Benchwright: ingestion into S3',
      description: 'What the s3-ingest suite can be told. Every field has a default.',
    }),
  );
}
