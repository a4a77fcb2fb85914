import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { s3IngestConfigJsonSchema } from './config-json-schema.js';
import { s3IngestConfigTemplate } from './config-template.js';

const config = new URL('../../../config/', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(file, config), 'utf8');

it('config/s3-ingest.yaml and its schema are what the suite says (pnpm --filter @benchwright/s3-ingest schemas)', () => {
  expect(textOf('s3-ingest.yaml')).toBe(s3IngestConfigTemplate);
  expect(textOf('schemas/s3-ingest.schema.json')).toBe(s3IngestConfigJsonSchema());
});
