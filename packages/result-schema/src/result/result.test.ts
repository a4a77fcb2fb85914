import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RunResult } from '../schema/run-result.js';
import { runResultArbitrary } from '../testing/run-result-arbitrary.js';
import { sampleEnvironment } from '../testing/sample-records.js';
import { fromJsonBound, toJsonBound } from './json-bound.js';
import { type MigrationStep, migrateRunResult } from './migrate.js';
import { parseRunResult } from './parse-run-result.js';

const result: RunResult = {
  schemaVersion: 1,
  suite: 'rest-grpc-compare',
  run: {
    id: '20261121T010203-ab12cd',
    startedAt: '2026-11-21T01:02:03.000Z',
    finishedAt: null,
    outcome: 'interrupted',
    seed: 7,
    command: ['benchwright'],
    config: { requests: 10 },
  },
  environment: sampleEnvironment,
  cells: [],
  comparisons: [],
  slos: [],
  validity: { verdict: 'valid', reasons: [] },
  artifacts: [],
};

test('whatever result is written is read back equal', () => {
  fc.assert(
    fc.property(runResultArbitrary, (value) => {
      expect(parseRunResult(JSON.stringify(value), 'result.json')).toEqual(value);
    }),
  );
});

describe('a text that is no result', () => {
  test.each([
    ['', 'ERR_RESULT_NOT_JSON', 'r.json is empty'],
    ['{"a": 1,\n  "b": x}', 'ERR_RESULT_NOT_JSON', /^r\.json is not JSON: Unexpected token 'x', .*"b": x/],
    ['{"a": 1,\n  "b": 2 3}', 'ERR_RESULT_NOT_JSON', /^r\.json:2:10 is not JSON: Expected ','/],
    ['{"a": 1,\n', 'ERR_RESULT_NOT_JSON', /^r\.json:2:1 is not JSON: /],
    ['[]', 'ERR_RESULT_FORMAT', 'r.json is not a Benchwright result: not a JSON object'],
    ['{}', 'ERR_RESULT_FORMAT', 'r.json is not a Benchwright result: it has no schemaVersion'],
    ['{"schemaVersion": "1"}', 'ERR_RESULT_FORMAT', /no schemaVersion/],
    ['{"schemaVersion": 0}', 'ERR_RESULT_VERSION', 'r.json has schemaVersion 0, which is no longer read'],
    ['{"schemaVersion": 1}', 'ERR_RESULT_FORMAT', /^r\.json is not a valid result: suite: .*; and \d+ more$/],
    [
      JSON.stringify({ ...result, schemaVersion: 2, environment: { packages: { benchwright: '3.1.0' } } }),
      'ERR_RESULT_NEWER',
      'r.json has schemaVersion 2, and this release reads up to 1: install benchwright 3.1.0, which wrote it, or newer',
    ],
    ['{"schemaVersion": 9}', 'ERR_RESULT_NEWER', /install a newer benchwright$/],
  ])('%j is %s', (text, code, message) => {
    const read = (): RunResult => parseRunResult(text, 'r.json');
    expect(read).toThrow(message);
    expect(read).toThrow(expect.objectContaining({ code, name: 'ResultFormatError' }));
  });

  test('a byte order mark is no mistake', () => {
    expect(parseRunResult(`\uFEFF${JSON.stringify(result)}`, 'r.json')).toEqual(result);
  });
});

describe('migration', () => {
  /** As if version 0 had called the suite `benchmark` and had no artifacts. */
  const { suite, artifacts, ...rest } = result;
  const versionZero = { ...rest, schemaVersion: 0, benchmark: suite };
  const step: MigrationStep = ({ benchmark, ...old }) => ({ ...old, suite: benchmark, artifacts: [] });

  test('an old result becomes a current one, step by step, and is not changed itself', () => {
    const before = structuredClone(versionZero);
    expect(migrateRunResult(versionZero, new Map([[0, step]]))).toEqual({
      ok: true,
      value: { ...result, artifacts },
      migratedFrom: 0,
      ignoredKeys: [],
    });
    expect(versionZero).toEqual(before);
  });

  test('a step that leaves the old form behind is found out', () => {
    const forgetful: MigrationStep = (old) => ({ ...old });
    const migrated = migrateRunResult(versionZero, new Map([[0, forgetful]]));
    expect(migrated.ok ? null : migrated.problem.message).toMatch(/is not a valid result: .*suite/);
  });

  test('a current result needs no step', () => {
    expect(migrateRunResult(result)).toEqual({
      ok: true,
      value: result,
      migratedFrom: null,
      ignoredKeys: [],
    });
  });

  test('keys that a later release added are left out and named', () => {
    const later = { ...result, colour: 'red', run: { ...result.run, mood: 'good' } };
    expect(migrateRunResult(later)).toEqual({
      ok: true,
      value: result,
      migratedFrom: null,
      ignoredKeys: ['run.mood', 'colour'],
    });
    const wrong = migrateRunResult({ ...later, suite: 5 });
    expect(wrong.ok ? '' : wrong.problem.message).toMatch(/^is not a valid result: suite: /);
  });
});

describe('bounds', () => {
  test('what is not finite is null in a file and infinite again after it', () => {
    expect([1.5, 0, -2].map(toJsonBound)).toEqual([1.5, 0, -2]);
    expect([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map(toJsonBound)).toEqual([
      null,
      null,
      null,
    ]);
    expect(fromJsonBound(null, 'low')).toBe(Number.NEGATIVE_INFINITY);
    expect(fromJsonBound(null, 'high')).toBe(Number.POSITIVE_INFINITY);
    expect(fromJsonBound(3, 'low')).toBe(3);
  });
});
