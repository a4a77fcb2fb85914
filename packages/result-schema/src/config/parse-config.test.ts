import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadSchema } from '../schema/load.js';
import { ConfigError, formatConfigProblem } from './config-error.js';
import { parseConfig } from './parse-config.js';
import type { ConfigSource } from './source.js';
import { byteSize, durationNs } from './units.js';

const schema = z.strictObject({
  requests: z.int().min(1).default(1000),
  output: z.enum(['console', 'json', 'csv']).default('console'),
  timeout: durationNs({ min: 1e6 }).default(30e9),
  partBytes: byteSize().optional(),
  verbose: z.boolean().optional(),
  load: loadSchema.optional(),
  apiKey: z.string().min(8).optional(),
  label: z.string().min(8).meta({ secret: true }).optional(),
  targets: z.array(z.strictObject({ name: z.string(), url: z.url() })).default([]),
  limit: z.union([z.number().positive(), z.literal('none')]).optional(),
});

function file(text: string): ConfigSource {
  return { kind: 'file', fileName: 'bench.yaml', text };
}

function lines(...sources: ConfigSource[]): string[] {
  const parsed = parseConfig(schema, sources);
  return parsed.ok ? [] : parsed.problems.map(formatConfigProblem);
}

function value(...sources: ConfigSource[]): z.output<typeof schema> {
  const parsed = parseConfig(schema, sources);
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  return parsed.value;
}

const closedDefault: ConfigSource = {
  kind: 'defaults',
  value: { load: { model: 'closed', concurrency: 10, durationNs: 1e9 } },
};

describe('precedence', () => {
  test('defaults, file, overlay and flags: the later source wins, mappings merge, lists replace', () => {
    const result = value(
      { kind: 'defaults', value: { requests: 1, output: 'csv', targets: [{ name: 'a', url: 'http://a/' }] } },
      file('requests: 2\ntimeout: 5s\ntargets: [{name: b, url: "http://b/"}]\n'),
      { kind: 'overlay', name: '--quick', value: { timeout: 1e9, verbose: undefined } },
      { kind: 'entries', entries: [{ origin: '-r', path: ['requests'], value: 3 }] },
    );
    expect(result).toEqual({
      requests: 3,
      output: 'csv',
      timeout: 1e9,
      targets: [{ name: 'b', url: 'http://b/' }],
    });
  });

  test('another variant of a discriminated union starts afresh; the same one merges', () => {
    expect(value(closedDefault, file('load: {concurrency: 20}')).load).toEqual({
      model: 'closed',
      concurrency: 20,
      durationNs: 1e9,
    });
    expect(value(closedDefault, file('load: {model: iterations, count: 5, concurrency: 1}')).load).toEqual({
      model: 'iterations',
      count: 5,
      concurrency: 1,
    });
  });

  test('flags that choose another variant together do so whatever their order', () => {
    const flags: ConfigSource = {
      kind: 'entries',
      entries: [
        { origin: '--rate', path: ['load', 'ratePerSec'], value: '50' },
        { origin: '--duration', path: ['load', 'durationNs'], value: '1000' },
        { origin: '--model', path: ['load', 'model'], value: 'constant' },
      ],
    };
    expect(value(closedDefault, flags).load).toEqual({ model: 'constant', ratePerSec: 50, durationNs: 1000 });
  });

  test('a flag can set one field of one list item', () => {
    const targets = file('targets: [{name: a, url: "http://a/"}, {name: b, url: "http://b/"}]');
    const entry = { origin: '--url', path: ['targets', 1, 'url'], value: 'http://c/' };
    expect(value(targets, { kind: 'entries', entries: [entry] }).targets[1]).toEqual({
      name: 'b',
      url: 'http://c/',
    });
  });

  test('text from flags and environment becomes a number or boolean only where the schema wants one', () => {
    const entries = [
      { origin: '-r', path: ['requests'], value: ' 42 ' },
      { origin: 'VERBOSE (environment)', path: ['verbose'], value: 'TRUE' },
      { origin: '--api-key', path: ['apiKey'], value: '12345678' },
      { origin: '--part', path: ['partBytes'], value: '1024' },
      { origin: '--limit', path: ['limit'], value: 'none' },
    ];
    expect(value({ kind: 'entries', entries })).toMatchObject({
      requests: 42,
      verbose: true,
      apiKey: '12345678',
      partBytes: 1024,
      limit: 'none',
    });
  });

  test('$schema at the top of a file is for editors', () => {
    expect(value(file('{"$schema": "./bench.schema.json", "requests": 7}')).requests).toBe(7);
    expect(lines(file('load:\n  $schema: x\n'))[0]).toMatch(/load\.model is required/);
  });
});

describe('problems', () => {
  test('all of them at once, in the order of the file, then the flags', () => {
    const text = `requests: 0
ouput: json
timeout: soon
load:
  model: constnt
targets:
  - url: nowhere
    nam: x
`;
    const flags: ConfigSource = {
      kind: 'entries',
      entries: [
        { origin: '--verbose', path: ['verbose'], value: 'maybe' },
        { origin: '--output', path: ['output'], value: 'jsn' },
      ],
    };
    expect(lines(file(text), flags)).toEqual([
      'bench.yaml:1:11  requests must be at least 1, got 0',
      "bench.yaml:2:1  unknown key 'ouput' (did you mean output?)",
      "bench.yaml:3:10  timeout must be a duration such as 30s, 500ms or 1m30s (a bare number is nanoseconds), got 'soon'",
      "bench.yaml:5:10  load.model must be one of closed, iterations, constant, poisson or stages, got 'constnt' (did you mean constant?)",
      "bench.yaml:7:10  targets[0].url must be a URL such as http://127.0.0.1:8080, got 'nowhere'",
      "bench.yaml:8:5  unknown key 'nam' in targets[0] (did you mean name?)",
      "--output  output must be one of console, json or csv, got 'jsn' (did you mean json?)",
      "--verbose  verbose must be true or false, got 'maybe'",
    ]);
  });

  test('inside the chosen variant of a union, and what is missing from it', () => {
    expect(lines(file('load:\n  model: constant\n  durationNs: -1\n  rate: 5\n'))).toEqual([
      'bench.yaml:1:1  load.ratePerSec is required',
      'bench.yaml:3:15  load.durationNs must be more than 0, got -1',
      "bench.yaml:4:3  unknown key 'rate' in load; known are model, ratePerSec and durationNs",
    ]);
  });

  test('a misspelt required key is one problem', () => {
    expect(lines(file('load: {model: iterations, cuont: 5, concurrency: 1}'))).toEqual([
      "bench.yaml:1:27  unknown key 'cuont' in load (did you mean count?)",
    ]);
  });

  test('a key in the wrong place is told where it belongs', () => {
    expect(lines(file('concurrency: 5'))).toEqual([
      "bench.yaml:1:1  unknown key 'concurrency' (did you mean load.concurrency?)",
    ]);
  });

  test('a plain union says what it takes, or what is wrong with the form that was chosen', () => {
    expect(lines(file('limit: [1]'))).toEqual(['bench.yaml:1:8  limit must be a number or none, got a list']);
    expect(lines(file('limit: -1'))).toEqual(['bench.yaml:1:8  limit must be more than 0, got -1']);
  });

  test('units: too small, no unit, wrong type', () => {
    expect(lines(file('timeout: 10us'))).toEqual(['bench.yaml:1:10  timeout must be at least 1ms, got 10us']);
    expect(lines(file('partBytes: 1.0005kB\ntimeout: [1]'))).toEqual([
      "bench.yaml:1:12  partBytes must be a size such as 100kB, 1MiB or a number of bytes, got '1.0005kB'",
      'bench.yaml:2:10  timeout must be a duration such as 30s, 500ms or 1m30s (a bare number is nanoseconds), got [1]',
    ]);
  });

  test('a secret is never shown, whether its name or its schema says that it is one', () => {
    expect(lines(file('apiKey: hunter2\nlabel: hunter3\n'))).toEqual([
      'bench.yaml:1:9  apiKey must have at least 8 characters, got a value that is not shown',
      'bench.yaml:2:8  label must have at least 8 characters, got a value that is not shown',
    ]);
    const url = lines(file('targets: [{name: a, url: "x //u:hunter4@h?token=hunter5"}]'));
    expect(url.join()).not.toMatch(/hunter5/);
  });

  test('a value from defaults or an overlay is named by it', () => {
    expect(
      lines(
        { kind: 'defaults', value: { requests: 0 } },
        { kind: 'overlay', name: '--quick', value: { x: 1 } },
      ),
    ).toEqual([
      'default  requests must be at least 1, got 0',
      expect.stringMatching(/^--quick {2}unknown key 'x'; known are requests, output, /),
    ]);
  });

  test('a file that is no mapping', () => {
    expect(lines(file('- a\n- b\n'))).toEqual([
      'bench.yaml:1:1  the config must be a mapping (key: value), got a list',
    ]);
    expect(lines(file('42'))).toEqual(['bench.yaml:1:1  the config must be a mapping (key: value), got 42']);
  });

  test('a syntax error in one of two files: both files are read, nothing is guessed', () => {
    const broken: ConfigSource = { kind: 'file', fileName: 'b.yaml', text: 'x: [1,, 2]' };
    expect(lines(file('a: 1\na: 2\n'), broken)).toEqual([
      expect.stringMatching(/^bench\.yaml:2:1 {2}a is set twice \(first in line 1\)/),
      expect.stringMatching(/^b\.yaml:1:7 {2}cannot be read/),
    ]);
  });

  test('duplicate keys come together with what the schema says', () => {
    expect(lines(file('requests: 1\nrequests: 0\n'))).toEqual([
      'bench.yaml:2:1  requests is set twice (first in line 1)',
      'bench.yaml:2:11  requests must be at least 1, got 0',
    ]);
  });

  test("an author's message is kept: a predicate follows the name, a sentence follows a colon", () => {
    const own = z.strictObject({
      a: z.string().refine((text) => text.endsWith('/'), 'must end with a slash'),
      b: z.string().refine(() => false, 'No such region.'),
      c: z.string().refine(() => false),
    });
    const parsed = parseConfig(own, [file('a: x\nb: x\nc: x\n')]);
    expect(parsed.ok ? [] : parsed.problems.map(formatConfigProblem)).toEqual([
      'bench.yaml:1:4  a must end with a slash',
      'bench.yaml:2:4  b: No such region.',
      'bench.yaml:3:4  c is not valid',
    ]);
  });

  test('locations are there for editors and annotations', () => {
    const parsed = parseConfig(schema, [file('requests: 0')]);
    expect(parsed.ok ? null : parsed.problems[0]).toEqual({
      origin: 'bench.yaml:1:11',
      path: ['requests'],
      message: 'requests must be at least 1, got 0',
      location: { fileName: 'bench.yaml', line: 1, column: 11 },
    });
  });
});

describe('origins of a good config', () => {
  const parsed = parseConfig(schema, [
    { kind: 'defaults', value: { requests: 5, output: 'csv' } },
    file('load:\n  model: constant\n  ratePerSec: 5\n  durationNs: 5\n'),
    { kind: 'entries', entries: [{ origin: 'BENCH_OUTPUT (environment)', path: ['output'], value: 'json' }] },
  ]);
  if (!parsed.ok) throw new ConfigError(parsed.problems);
  const { origins } = parsed;

  test('name file and line, flag, or default', () => {
    expect(origins.originOf(['load', 'ratePerSec'])).toBe('bench.yaml:3:15');
    expect(origins.originOf(['load'])).toBe('bench.yaml:1:1');
    expect(origins.originOf(['output'])).toBe('BENCH_OUTPUT (environment)');
    expect(origins.originOf(['requests'])).toBe('default');
    expect(origins.originOf(['timeout'])).toBe('default');
  });

  test('let a later stage complain at the right place', () => {
    const problem = origins.problemAt(
      ['load', 'ratePerSec'],
      'load.ratePerSec is beyond this machine',
      '1000',
    );
    const error = new ConfigError([problem]);
    expect(error.message).toBe(
      'bench.yaml:3:15  load.ratePerSec is beyond this machine (did you mean 1000?)',
    );
    expect(error.code).toBe('ERR_CONFIG');
    expect(error.problems).toEqual([problem]);
  });
});
