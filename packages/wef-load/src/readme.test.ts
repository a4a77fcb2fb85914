import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { wefEnvironment } from './config.js';
import { DRAWS } from './event/draw.js';
import { CATALOGUE } from './event/event-mix.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const judge = readFileSync(new URL('./judge.ts', import.meta.url), 'utf8');

describe('the README', () => {
  it('names every variable that sets a field, and the field', () => {
    for (const [name, path] of Object.entries(wefEnvironment)) {
      expect(readme).toContain(`\`${name}\``);
      expect(readme).toContain(`\`${path.join('.')}\``);
    }
  });

  it('names every reason of a verdict', () => {
    const codes = [...judge.matchAll(/code: '([A-Z_]+)'/g)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(6);
    for (const code of codes) expect(readme).toContain(`\`${code}\``);
  });

  it('names every placeholder and every kind of event', () => {
    for (const name of Object.keys(DRAWS)) expect(readme).toMatch(new RegExp(`\`\\{\\{${name}[ }]`));
    for (const { eventId } of CATALOGUE) expect(readme).toMatch(new RegExp(`\\b${eventId}\\b`));
  });
});
