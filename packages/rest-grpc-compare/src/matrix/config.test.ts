import { readFileSync } from 'node:fs';
import { parseConfig } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { serializationConfigSchema, serializationQuick } from '../serialization/config.js';
import { serializationConfigJsonSchema } from '../serialization/config-json-schema.js';
import { serializationConfigTemplate } from '../serialization/config-template.js';
import { matrixConfigSchema, matrixQuick } from './config.js';
import { matrixConfigJsonSchema } from './config-json-schema.js';
import { matrixConfigTemplate } from './config-template.js';

function committed(name: string): string {
  return readFileSync(new URL(`../../../../config/${name}`, import.meta.url), 'utf8');
}

function problemsWith(path: string, value: unknown): string[] {
  const entries = [{ origin: `--${path}`, path: [path], value }];
  const parsed = parseConfig(matrixConfigSchema, [{ kind: 'entries', entries }]);
  return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
}

describe.each([
  ['rest-grpc-matrix', matrixConfigSchema, matrixConfigTemplate, matrixConfigJsonSchema(), matrixQuick],
  [
    'rest-grpc-serialization',
    serializationConfigSchema,
    serializationConfigTemplate,
    serializationConfigJsonSchema(),
    serializationQuick,
  ],
] as const)('the config of %s', (name, schema, template, jsonSchema, quick) => {
  it('stands in the repository as the suite says it, with its schema (else: pnpm run schemas)', () => {
    expect(committed(`${name}.yaml`)).toBe(template);
    expect(committed(`schemas/${name}.schema.json`)).toBe(jsonSchema);
  });

  it('has every field with its default in the file that users copy, and the quick overlay is a config', () => {
    const parsed = parseConfig(schema, [{ kind: 'file', fileName: 'template.yaml', text: template }]);
    expect(parsed.ok ? parsed.value : parsed.problems).toEqual(schema.parse({}));
    for (const field of Object.keys(schema.parse({})))
      expect(template).toMatch(new RegExp(`^${field}:`, 'm'));
    expect(schema.safeParse(quick).success).toBe(true);
  });

  it('survives being written down and read again', () => {
    const defaults = schema.parse({});
    expect(schema.parse(JSON.parse(JSON.stringify(defaults)))).toEqual(defaults);
  });
});

describe('lists in one text, as flags give them', () => {
  it('are taken apart, each member once', () => {
    const config = matrixConfigSchema.parse({
      protocols: 'rest,grpc,rest',
      operations: 'getUser, listUsers:50',
      concurrency: '64, 1,8,8',
      networks: 'none,lan;delay=20ms,jitter=2ms;3g',
    });
    expect(config).toMatchObject({
      protocols: ['rest', 'grpc'],
      operations: ['getUser', 'listUsers:50'],
      concurrency: [1, 8, 64],
      networks: ['none', 'lan', 'delay=20ms,jitter=2ms', '3g'],
    });
  });

  it.each([
    ['concurrency', '1,,8', /whole numbers from 1 to 1000/],
    ['concurrency', '0', /whole numbers/],
    ['concurrency', 'many', /whole numbers/],
    ['concurrency', [], /whole numbers/],
    ['operations', 'getUser:5', /must be getUser, .*listUsers:100.*; got 'getUser:5'/],
    ['operations', 'listUsers:2000', /at most 1000/],
    ['operations', 'dropTable', /got 'dropTable'/],
    ['networks', 'wan', /'wan' is no network profile: .*use none, .*wan-50ms/],
    ['networks', 'delay=20', /delay must be a duration/],
    ['protocols', 'soap', /rest, grpc/],
    ['duration', '1', /duration such as/],
  ])('%s=%j is refused, with what there is', (path, value, message) => {
    expect(problemsWith(path, value).join('\n')).toMatch(message);
  });
});
