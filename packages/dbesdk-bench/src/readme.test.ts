import { readFileSync } from 'node:fs';
import { durationText } from '@benchwright/result-schema';
import { expect, it } from 'vitest';
import { dbesdkConfigSchema } from './config.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const rows = readme.split('\n').filter((line) => line.startsWith('| `'));

it('the README lists every option, and its default where it is short', () => {
  const {
    iterations,
    data_sizes: _sizes,
    quick_config: _quick,
    test_types: _tests,
    ...fields
  } = dbesdkConfigSchema.parse({});
  const flat: Record<string, unknown> = {
    ...fields,
    'iterations.warmup': iterations.warmup,
    'iterations.measurement': iterations.measurement,
    'iterations.warmup_time': durationText(iterations.warmup_time),
    'iterations.min_time': durationText(iterations.min_time),
  };
  for (const [field, value] of Object.entries(flat)) {
    const row = rows.find((line) => line.split('|')[1]?.trim() === `\`${field}\``);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    expect(row?.split('|')[2]?.trim(), field).toBe(`\`${text}\``);
  }
  for (const field of ['data_sizes', 'quick_config', 'test_types'])
    expect(
      rows.some((line) => line.split('|')[1]?.includes(`\`${field}\``)),
      field,
    ).toBe(true);
});
