import { readFileSync } from 'node:fs';
import { durationText } from '@benchwright/result-schema';
import { expect, it } from 'vitest';
import { httpConfigSchema } from './config.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('the README lists every option with its default', () => {
  const { tls, ...fields } = httpConfigSchema.parse({});
  const flat: Record<string, unknown> = {
    ...fields,
    headers: '[]',
    duration: durationText(fields.duration),
    timeout: durationText(fields.timeout),
  };
  for (const [name, value] of Object.entries(tls)) flat[`tls.${name}`] = value;
  const rows = readme.split('\n').filter((line) => line.startsWith('| `'));
  for (const [field, value] of Object.entries(flat)) {
    const row = rows.find((line) => line.split('|')[1]?.trim() === `\`${field}\``);
    expect(row?.split('|')[2]?.trim(), field).toBe(`\`${value}\``);
  }
});
