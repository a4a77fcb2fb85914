import { parseConfig } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { grpcConfigSchema, streamsOf } from './config.js';
import { grpcConfigTemplate } from './config-template.js';

const known = { address: 'localhost:1', method: 'a.B/C' };

function problemsOf(values: Readonly<Record<string, unknown>>): string[] {
  const entries = Object.entries({ ...known, ...values }).map(([name, value]) => ({
    origin: `--${name}`,
    path: name.split('.'),
    value,
  }));
  const parsed = parseConfig(grpcConfigSchema, [{ kind: 'entries', entries }]);
  return parsed.ok ? [] : parsed.problems.map(({ origin, message }) => `${origin} ${message}`);
}

it('the template holds every field with its default', () => {
  const source = { kind: 'file', fileName: 'x.yaml', text: grpcConfigTemplate } as const;
  const parsed = parseConfig(grpcConfigSchema, [source]);
  const defaults = grpcConfigSchema.parse({});
  expect(parsed).toMatchObject({ ok: true, value: defaults });
  for (const field of Object.keys(defaults)) expect(grpcConfigTemplate).toContain(`\n${field}:`);
});

it('connections share the calls evenly', () => {
  expect(streamsOf(grpcConfigSchema.parse({ ...known, concurrency: 12, connections: 4 }))).toBe(3);
});

describe('a mistake names its flag', () => {
  it.each<[Record<string, unknown>, RegExp]>([
    [{ address: 'localhost' }, /^--address address must be host:port/],
    [{ method: 'Get' }, /^--method method must be package\.Service\/Method/],
    [{ message: '{{x}}' }, /^--message message: there is no field/],
    [
      { message: '{"a":1}', messageFile: 'f' },
      /^--messageFile messageFile cannot be used together with message/,
    ],
    [{ metadata: ['a'] }, /^--metadata metadata\[0\] must be a header/],
    [
      { concurrency: '5', connections: '2' },
      /^--concurrency concurrency must be a multiple of connections, 2/,
    ],
    [{ concurrency: '4', connections: '2', workers: '4' }, /^--workers workers must be at most connections/],
    [{ concurrency: '6', connections: '3', workers: '2' }, /^--workers workers must divide connections/],
    [{ protoset: 'a', proto: ['b'] }, /^--protoset protoset cannot be used together with proto/],
    [{ importPaths: ['b'] }, /^--importPaths importPaths needs proto/],
    [{ 'tls.ca': 'x' }, /^--tls\.ca tls\.ca needs a grpcs:\/\/ address/],
    [{ rate: '5', load: 'closed' }, /^--rate rate cannot be used with load closed/],
  ])('%j', (values, message) => {
    const found = problemsOf(values);
    expect(found.join('\n')).toMatch(message);
    expect(found).toHaveLength(1);
  });
});
