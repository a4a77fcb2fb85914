import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { s3IngestConfigJsonSchema, s3PricesJsonSchema } from './config-json-schema.js';
import { s3IngestConfigTemplate } from './config-template.js';
import { parsePrices } from './cost/prices.js';

const config = new URL('../../../config/', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(file, config), 'utf8');

it('config/s3-ingest.yaml and its schema are what the suite says (pnpm --filter @benchwright/s3-ingest schemas)', () => {
  expect(textOf('s3-ingest.yaml')).toBe(s3IngestConfigTemplate);
  expect(textOf('schemas/s3-ingest.schema.json')).toBe(s3IngestConfigJsonSchema());
  expect(textOf('schemas/s3-prices.schema.json')).toBe(s3PricesJsonSchema());
});

it('the prices that come with the package keep to the schema that their first line names', () => {
  const text = textOf('prices/us-east-1.yaml');
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=../schemas/s3-prices.schema.json');
  const isValid = new Ajv2020({ strict: true }).compile(JSON.parse(s3PricesJsonSchema()));
  const prices = parsePrices('us-east-1.yaml', text);
  expect(isValid(prices), JSON.stringify(isValid.errors)).toBe(true);
  expect(isValid({ ...prices, date: 20_261_121 })).toBe(false);
  expect(isValid({ ...prices, currency: 'EUR' })).toBe(false);
});
