import { readFileSync } from 'node:fs';
import { parseConfig } from '@benchwright/result-schema';
import { expect, it } from 'vitest';
import { wefConfigSchema } from './config.js';
import { wefConfigJsonSchema } from './config-json-schema.js';
import { wefConfigTemplate } from './config-template.js';

const config = new URL('../../../config/', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(file, config), 'utf8');

it('config/wef-load.yaml and its schema are what the suite says (pnpm --filter @benchwright/wef-load schemas)', () => {
  expect(textOf('wef-load.yaml')).toBe(wefConfigTemplate);
  expect(textOf('schemas/wef-load.schema.json')).toBe(wefConfigJsonSchema());
});

it('the template states the defaults, each field of them', () => {
  const source = { kind: 'file', fileName: 'wef-load.yaml', text: wefConfigTemplate } as const;
  const defaults = wefConfigSchema.parse({});
  expect(parseConfig(wefConfigSchema, [source])).toMatchObject({ ok: true, value: defaults });
  for (const field of Object.keys(defaults)) expect(wefConfigTemplate).toContain(`\n${field}:`);
});
