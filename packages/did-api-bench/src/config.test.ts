import { readFileSync } from 'node:fs';
import { ConfigError, parseConfig } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { didAbConfigSchema } from './ab/config.js';
import { didAbTemplate } from './ab/template.js';
import { didConfigSchema } from './config.js';
import { didConfigJsonSchema } from './config-json-schema.js';
import { didConfigTemplate } from './config-template.js';
import { guideSlo } from './slo/guide-slo.js';

const committed = (name: string): string =>
  readFileSync(new URL(`../../../config/${name}`, import.meta.url), 'utf8');

it('config/did-api.yaml, its schema and did-slo.yaml are what the suite says (pnpm --filter @benchwright/did-api-bench schemas)', () => {
  expect(committed('did-api.yaml')).toBe(didConfigTemplate);
  expect(committed('did-slo.yaml')).toBe(guideSlo);
  expect(committed('schemas/did-api.schema.json')).toBe(didConfigJsonSchema());
});

it.each([
  ['did', didConfigSchema, didConfigTemplate],
  ['did-ab', didAbConfigSchema, didAbTemplate],
] as const)('the template of %s holds every field with its default', (_, schema, text) => {
  const parsed = parseConfig(schema, [{ kind: 'file', fileName: 'x.yaml', text }]);
  expect(parsed).toMatchObject({ ok: true });
  if (parsed.ok) expect(parsed.value).toEqual(schema.parse({}));
  for (const field of Object.keys(schema.parse({}))) expect(text).toMatch(new RegExp(`^${field}:`, 'm'));
});

function problems(input: Record<string, unknown>): string {
  const parsed = parseConfig(didConfigSchema, [{ kind: 'overlay', name: 'test', value: input }]);
  return parsed.ok ? '' : new ConfigError(parsed.problems).message;
}

describe('what cannot be', () => {
  it.each([
    [
      { operations: 'health,helth' },
      /unknown operation 'helth': there are health, verify, enroll, generate, journey/,
    ],
    [{ operations: ['health', 'health'] }, /twice/],
    [{ operations: 'none' }, /nothing would be measured/],
    [{ mix: 'health=1,login=2' }, /unknown operation 'login': a mix is of health, verify/],
    [{ mix: 'health=0' }, /weight above 0/],
    [{ mix: 'health=x' }, /mix.health/],
    [
      { target: 'http://127.0.0.1:8000/api' },
      /must be the address alone, such as http:\/\/127\.0\.0\.1:8000/,
    ],
    [{ target: 'http://127.0.0.1:8000', server: { store: 'memory' } }, /leave target out/],
    [{ server: { hashing: 'fast' } }, /hashing must be one of blocking, pool/],
    [{ server: { hasing: 'pool' } }, /is no switch of the server; there are store/],
    [{ slo: ['p101<5ms'] }, /'p101' is not known/],
    [{ access: { token: 't', login: true } }, /cannot be used with access\.login/],
    [{ access: { loginBody: { a: 'b' } } }, /needs access\.login/],
    [{ mix: 'verify=1', workers: 2 }, /must be 1 or auto with a mix/],
    [{ requestsPath: '/x' }, /needs requestsFile/],
    [{ headers: ['broken'] }, /must be a header/],
    [{ load: 'constant' }, /needs a rate/],
    [{ connections: 0 }, /connections/],
  ])('%j', (input, message) => {
    expect(problems(input)).toMatch(message);
  });

  it('two sides: a target and a command, or switches of no server', () => {
    const refused = (baseline: unknown) => didAbConfigSchema.safeParse({ baseline }).error?.message ?? '';
    expect(refused({ target: 'http://127.0.0.1:1', command: 'x' })).toMatch(/one of them is enough/);
    expect(refused({ command: 'x', server: { store: 'memory' } })).toMatch(/embedded server/);
  });
});

it('lists and weights may be written in one line, as flags are', () => {
  const { operations, mix } = didConfigSchema.parse({
    operations: 'verify, journey',
    mix: 'health=1,verify=8,enroll',
  });
  expect(operations).toEqual(['verify', 'journey']);
  expect(mix).toEqual({ health: 1, verify: 8, enroll: 1 });
  expect(didConfigSchema.parse({ operations: 'none', mix: 'verify' }).operations).toEqual([]);
});
