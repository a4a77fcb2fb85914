import { readFileSync } from 'node:fs';
import { runFields } from '@benchwright/endpoint-load';
import { durationText } from '@benchwright/result-schema';
import { expect, it } from 'vitest';
import { didConfigSchema } from './config.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** Fields of the README's table and their defaults; a row may be about several. */
function table(): Map<string, string> {
  const rows = readme.slice(readme.indexOf('| field | default |')).split('\n\n')[0]?.split('\n') ?? [];
  return new Map(
    rows.flatMap((row) => {
      const [names = [], defaults = []] = row
        .split('|')
        .slice(1, 3)
        .map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text!));
      return names.map((name, i): [string, string] => [name, defaults[i] ?? defaults[0] ?? '']);
    }),
  );
}

it('the README lists every field that only this suite has, with its default', () => {
  const { access, ...fields } = didConfigSchema.parse({});
  const shared = new Set([...Object.keys(runFields), 'connectionPolicy', 'duration']);
  const own = Object.entries(fields).filter(([name]) => !shared.has(name));
  const listed = table();
  for (const [name, value] of [
    ...own,
    ...Object.entries(access).map(([name, value]) => [`access.${name}`, value] as const),
  ]) {
    const shown = Array.isArray(value)
      ? value.join(',') || '[]'
      : typeof value === 'object' && value !== null
        ? '{}'
        : String(value);
    expect(listed.get(name), name).toBe(shown);
  }
  expect(listed.get('duration')).toBe(durationText(fields.duration));
});
