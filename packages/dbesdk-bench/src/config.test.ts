import { formatConfigProblem, parseConfig } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { dbesdkConfigSchema, dbesdkQuick } from './config.js';
import { dbesdkConfigTemplate } from './config-template.js';
import { scenarioOf } from './scenario.js';

const defaults = dbesdkConfigSchema.parse({});

function problemsOf(text: string): string[] {
  const parsed = parseConfig(dbesdkConfigSchema, [{ kind: 'file', fileName: 'mine.yaml', text }]);
  return parsed.ok ? [] : parsed.problems.map(formatConfigProblem);
}

describe('defaults', () => {
  it("keeps the original's sizes, iterations, levels, table and keyring", () => {
    expect(defaults).toMatchObject({
      data_sizes: {
        small: [1024, 5120, 10_240],
        medium: [102_400, 512_000, 1_048_576],
        large: [10_485_760, 52_428_800, 104_857_600],
      },
      iterations: { warmup: 5, measurement: 10 },
      concurrency_levels: [1, 2, 4, 8, 16],
      table_name: 'dbesdk-performance-testing',
      keyring: 'raw-aes',
      item_keys: 'fresh',
    });
    expect(defaults.quick_config).toMatchObject({
      data_sizes: { small: [102_400] },
      iterations: { warmup: 3, measurement: 3 },
      concurrency_levels: [1, 2],
    });
  });

  it('survives being written down and read again', () => {
    expect(dbesdkConfigSchema.parse(JSON.parse(JSON.stringify(defaults)))).toEqual(defaults);
  });
});

describe('the original file', () => {
  const original = `
data_sizes:
  small: [1024, 5120, 10240]
  medium: [102400, 512000, 1048576]
  large: [10485760, 52428800, 104857600]

quick_config:
  data_sizes:
    small: [102400]
  iterations:
    warmup: 3
    measurement: 3
  concurrency_levels: [1, 2]
  test_types: ["throughput", "memory", "concurrency"]

iterations:
  warmup: 5
  measurement: 10

concurrency_levels: [1, 2, 4, 8, 16]
table_name: "dbesdk-performance-testing"
keyring: "raw-aes"
`;

  it('is accepted as it stands, and its quick_config is what --quick measures', () => {
    expect(problemsOf(original)).toEqual([]);
    const parsed = parseConfig(dbesdkConfigSchema, [
      { kind: 'file', fileName: 'test-scenarios.yaml', text: original },
      { kind: 'overlay', name: '--quick', value: dbesdkQuick },
    ]);
    expect(parsed.ok && scenarioOf(parsed.value)).toMatchObject({
      dataSizes: [102_400],
      concurrencyLevels: [1, 2],
      testTypes: ['throughput', 'memory', 'concurrency'],
      iterations: { warmup: 3, measurement: 3 },
    });
  });

  it('takes only the categories that are given', () => {
    const config = dbesdkConfigSchema.parse({ data_sizes: { small: [2048, 1024, 2048] } });
    expect(scenarioOf(config).dataSizes).toEqual([1024, 2048]);
  });
});

describe('the template', () => {
  it('is the defaults, written out: every field, nothing else', () => {
    const parsed = parseConfig(dbesdkConfigSchema, [
      { kind: 'file', fileName: 'test-scenarios.yaml', text: dbesdkConfigTemplate },
    ]);
    expect(parsed.ok && parsed.value).toEqual(defaults);
    for (const key of Object.keys(defaults))
      expect(dbesdkConfigTemplate).toMatch(new RegExp(`^${key}:`, 'm'));
  });
});

describe('bad input', () => {
  it.each([
    ['data_sizes: {small: [0]}', 'mine.yaml:1:22  data_sizes.small[0] must be at least 1, got 0'],
    ['data_sizes: {small: ["1kb"]}', "mine.yaml:1:22  data_sizes.small[0] must be a number, got '1kb'"],
    ['data_sizes: {small: [1.5]}', 'mine.yaml:1:22  data_sizes.small[0] must be a whole number, got 1.5'],
    ['keyring: aws-kms', "mine.yaml:1:10  keyring must be raw-aes, got 'aws-kms'"],
    ['iterations: {measurement: 0}', 'iterations.measurement must be at least 1, got 0'],
    ['concurrency_levels: []', 'concurrency_levels must'],
    ['nesting_depths: [33]', 'nesting_depths[0] must be at most 31, got 33'],
    ['attribute_counts: [1001]', 'attribute_counts[0] must be at most 1000, got 1001'],
    ['algorithm_suites: [0x6701]', 'in quotes (YAML reads a bare 0x6701 as 26369), got 26369'],
    ['table_name: "a b"', 'table_name must be a DynamoDB table name'],
    ['dynamodb: localhost:8000', 'dynamodb must be embedded, aws or the URL of an endpoint'],
    ['dynamodb: ftp://localhost', 'dynamodb must be embedded, aws or the URL of an endpoint'],
  ])('%s', (text, message) => {
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
  });

  it('lists every mistake with its place', () => {
    const problems = problemsOf('data_size: {}\nkeyring: kms\niterations:\n  measurment: 10\n');
    expect(problems).toHaveLength(3);
    expect(problems[0]).toMatch(/^mine\.yaml:1:1 {2}unknown key 'data_size'.*\(did you mean data_sizes\?\)$/);
    expect(problems[1]).toContain('mine.yaml:2:10');
    expect(problems[2]).toContain('mine.yaml:4:3');
  });
});
