import { configToJsonSchema, jsonSchemaText } from '@benchwright/result-schema';
import { s3IngestConfigSchema } from './config.js';
import { pricesSchema } from './cost/prices.js';

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

/** The text of the JSON Schema that editors check a price file with: config/schemas/s3-prices.schema.json. */
export function s3PricesJsonSchema(): string {
  return jsonSchemaText(
    configToJsonSchema(pricesSchema, {
      id: 'urn:benchwright:config:s3-prices',
      title: 'Benchwright: prices of Lambda and S3',
      description:
        'List prices of one AWS region, in US dollars, that the cost figures of s3-ingest rest on.',
    }),
  );
}
