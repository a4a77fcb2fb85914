import { readFileSync } from 'node:fs';
import { durationText } from '@benchwright/result-schema';
import { expect, it } from 'vitest';
import { httpConfigSchema } from './config.js';
import { grpcConfigSchema } from './grpc/config.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

function rowsOf(heading: string): string[] {
  const table = readme.slice(readme.indexOf(heading)).split('\n\n')[0] ?? '';
  return table.split('\n').filter((line) => line.startsWith('| `'));
}

function expectRows(rows: readonly string[], defaults: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(defaults)) {
    const row = rows.find((line) => line.split('|')[1]?.trim() === `\`${field}\``);
    const shown = Array.isArray(value) ? '[]' : String(value);
    expect(row?.split('|')[2]?.trim(), field).toBe(`\`${shown}\``);
  }
}

it('the README lists every option with its default', () => {
  const { tls, duration, timeout, ceiling, ...fields } = httpConfigSchema.parse({});
  const ofTls = Object.entries(tls).map(([name, value]) => [`tls.${name}`, value]);
  expectRows(rowsOf('| field | default | flag | |'), {
    ...fields,
    duration: durationText(duration),
    timeout: durationText(timeout),
    ceiling: durationText(Number(ceiling)),
    ...Object.fromEntries(ofTls),
  });
});

it('the README lists the options of the grpc suite that the http suite does not have', () => {
  const http = new Set(Object.keys(httpConfigSchema.parse({})).filter((name) => name !== 'connections'));
  const own = Object.entries(grpcConfigSchema.parse({})).filter(
    ([name]) => name === 'method' || !http.has(name),
  );
  expectRows(rowsOf('| field of `grpc` |'), Object.fromEntries(own));
});
