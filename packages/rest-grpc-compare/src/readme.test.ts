import { readFileSync } from 'node:fs';
import { durationText } from '@benchwright/result-schema';
import { expect, it } from 'vitest';
import { restGrpcConfigSchema } from './config.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

function textOf(value: unknown): string {
  return Array.isArray(value) && value.length === 0 ? '[]' : String(value);
}

it('the README lists every option with its default', () => {
  const { warmup, ...fields } = restGrpcConfigSchema.parse({});
  const flat = {
    ...fields,
    timeout: durationText(fields.timeout),
    ceiling: durationText(Number(fields.ceiling)),
    'warmup.requests': warmup.requests,
    'warmup.firstTrial': durationText(warmup.firstTrial),
  };
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  for (const [field, value] of Object.entries(flat)) {
    const row = rows.find((line) => line.split('|')[1]?.includes(`\`${field}\``));
    expect(row?.split('|')[2]?.trim(), field).toBe(`\`${textOf(value)}\``);
  }
});
