// Writes what the repository keeps of this suite's config: the commented YAML that users copy and the JSON Schema that
// editors check it with. A test fails when they are not what the built suite says.
import { mkdir, writeFile } from 'node:fs/promises';
import { s3IngestConfigJsonSchema, s3IngestConfigTemplate, s3PricesJsonSchema } from '../dist/index.js';

const config = new URL('../../../config/', import.meta.url);
await mkdir(new URL('schemas/', config), { recursive: true });
await writeFile(new URL('s3-ingest.yaml', config), s3IngestConfigTemplate);
await writeFile(new URL('schemas/s3-ingest.schema.json', config), s3IngestConfigJsonSchema());
await writeFile(new URL('schemas/s3-prices.schema.json', config), s3PricesJsonSchema());
