import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { restGrpcConfigJsonSchema } from './config-json-schema.js';
import { restGrpcConfigTemplate } from './config-template.js';

const config = new URL('../../../config/', import.meta.url);

function committed(name: string): string {
  return readFileSync(new URL(name, config), 'utf8');
}

it('the committed config and its schema are what the suite says (else: pnpm run schemas)', () => {
  expect(committed('rest-grpc.yaml')).toBe(restGrpcConfigTemplate);
  expect(committed('schemas/rest-grpc.schema.json')).toBe(restGrpcConfigJsonSchema());
});

it('the schema shows an editor every field with its default and its description', () => {
  const { properties, additionalProperties } = JSON.parse(restGrpcConfigJsonSchema());
  expect(additionalProperties).toBe(false);
  for (const [name, field] of Object.entries<Record<string, unknown>>(properties)) {
    if (name === '$schema' || name === 'warmup') continue;
    expect(field, name).toHaveProperty('description');
    expect(field, name).toHaveProperty('default');
  }
  expect(properties.timeout.default).toBe('30s');
});
