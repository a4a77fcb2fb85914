import { readFileSync } from 'node:fs';
import { parseConfig } from '@benchwright/result-schema';
import { expect, it } from 'vitest';
import { httpConfigSchema } from './config.js';
import { grpcConfigJsonSchema, httpConfigJsonSchema } from './config-json-schema.js';
import { httpConfigTemplate } from './config-template.js';
import { grpcConfigTemplate } from './grpc/config-template.js';

const config = new URL('../../../config/', import.meta.url);

function committed(name: string): string {
  return readFileSync(new URL(name, config), 'utf8');
}

it('the committed config and its schema are what the suite says (else: pnpm run schemas)', () => {
  expect(committed('endpoint-load.yaml')).toBe(httpConfigTemplate);
  expect(committed('schemas/endpoint-load.schema.json')).toBe(httpConfigJsonSchema());
  expect(committed('endpoint-load-grpc.yaml')).toBe(grpcConfigTemplate);
  expect(committed('schemas/endpoint-load-grpc.schema.json')).toBe(grpcConfigJsonSchema());
});

it('the template holds every field with its default', () => {
  const source = { kind: 'file', fileName: 'endpoint-load.yaml', text: httpConfigTemplate } as const;
  const parsed = parseConfig(httpConfigSchema, [source]);
  const defaults = httpConfigSchema.parse({});
  expect(parsed).toMatchObject({ ok: true, value: defaults });
  for (const field of Object.keys(defaults)) expect(httpConfigTemplate).toContain(`\n${field}:`);
});

it('the schema shows an editor every field with its default and its description', () => {
  const { properties, additionalProperties } = JSON.parse(httpConfigJsonSchema());
  expect(additionalProperties).toBe(false);
  for (const [name, field] of Object.entries<Record<string, unknown>>(properties)) {
    if (name === '$schema' || name === 'tls') continue;
    expect(field, name).toHaveProperty('description');
    expect(field, name).toHaveProperty('default');
  }
  expect(properties.timeout.default).toBe('10s');
});
