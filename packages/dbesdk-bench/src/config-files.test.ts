import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dbesdkConfigJsonSchema } from './config-json-schema.js';
import { dbesdkConfigTemplate } from './config-template.js';

const config = new URL('../../../config/', import.meta.url);

function committed(name: string): string {
  return readFileSync(new URL(name, config), 'utf8');
}

it('the committed config and its schema are what the suite says (else: pnpm run schemas)', () => {
  expect(committed('test-scenarios.yaml')).toBe(dbesdkConfigTemplate);
  expect(committed('schemas/test-scenarios.schema.json')).toBe(dbesdkConfigJsonSchema());
});

it('the schema shows an editor every field with its default and its description', () => {
  const { properties, additionalProperties } = JSON.parse(dbesdkConfigJsonSchema());
  expect(additionalProperties).toBe(false);
  for (const [name, field] of Object.entries<Record<string, unknown>>(properties)) {
    if (name === '$schema') continue;
    expect(field, name).toHaveProperty('description');
    if (name !== 'iterations' && name !== 'quick_config') expect(field, name).toHaveProperty('default');
  }
  expect(properties.iterations.properties.min_time.default).toBe('500ms');
});
