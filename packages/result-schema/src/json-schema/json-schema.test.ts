import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { byteSize, durationNs, ratePerSec } from '../config/units.js';
import { recordSchema } from '../schema/record.js';
import { runResultSchema } from '../schema/run-result.js';
import { runResultArbitrary } from '../testing/run-result-arbitrary.js';
import { sampleEnd, sampleHeader, sampleResume, sampleTrial } from '../testing/sample-records.js';
import { configToJsonSchema, jsonSchemaText } from './json-schema.js';
import { checkSchemaFile, dataSchemaFiles } from './schema-files.js';

/** Formats are annotations in draft 2020-12; the patterns beside them do the checking. */
function compile(schema: object) {
  return new Ajv2020({
    strict: true,
    allowUnionTypes: true,
    validateFormats: false,
    allErrors: true,
  }).compile(schema);
}

function schemaNamed(fileName: string): object {
  const file = dataSchemaFiles().find((candidate) => candidate.fileName === fileName);
  return JSON.parse(file?.text ?? 'null') as object;
}

describe('the schemas of what is written', () => {
  const isRunResult = compile(schemaNamed('run-result.schema.json'));
  const isRecord = compile(schemaNamed('record.schema.json'));

  test('another validator takes every RunResult that this package takes', () => {
    fc.assert(
      fc.property(runResultArbitrary, (result) => {
        const json: unknown = JSON.parse(JSON.stringify(result));
        expect(runResultSchema.safeParse(json).success).toBe(true);
        expect(isRunResult(json), JSON.stringify(isRunResult.errors)).toBe(true);
      }),
    );
  });

  test('and refuses what this package refuses: a key too many, too few, or of the wrong kind', () => {
    fc.assert(
      fc.property(
        runResultArbitrary,
        fc.nat(),
        fc.constantFrom('add', 'drop', 'spoil'),
        (result, pick, how) => {
          const json = JSON.parse(JSON.stringify(result)) as Record<string, unknown>;
          const keys = Object.keys(json);
          const key = keys[pick % keys.length] ?? '';
          if (how === 'add') json.surprise = 1;
          if (how === 'drop') delete json[key];
          if (how === 'spoil') json[key] = null;
          expect(runResultSchema.safeParse(json).success).toBe(false);
          expect(isRunResult(json)).toBe(false);
        },
      ),
    );
  });

  test('every kind of record is taken, and a wrong one refused', () => {
    for (const record of [sampleHeader, sampleTrial(), sampleResume, sampleEnd]) {
      expect(isRecord(record), JSON.stringify(isRecord.errors)).toBe(true);
      expect(recordSchema.safeParse(record).success).toBe(true);
    }
    expect(isRecord({ ...sampleTrial(), trial: -1 })).toBe(false);
    expect(isRecord({ ...sampleEnd, type: 'fin' })).toBe(false);
    expect(isRecord({ ...sampleTrial(), startedAt: 'yesterday' })).toBe(false);
  });

  test('the committed files are those of the code', () => {
    const command = 'pnpm --filter @benchwright/result-schema run schemas';
    for (const file of dataSchemaFiles()) {
      const committed = readFileSync(
        new URL(`../../../../config/schemas/${file.fileName}`, import.meta.url),
        'utf8',
      );
      expect(checkSchemaFile(file, committed, command)).toBeNull();
    }
  });

  test('a stale or missing file is told with what to run', () => {
    const file = { fileName: 'a.schema.json', text: '{}\n' };
    expect(checkSchemaFile(file, '{}\r\n', 'make it')).toBeNull();
    expect(checkSchemaFile(file, '[]\n', 'make it')).toBe(
      'a.schema.json is out of date: run `make it` and commit it',
    );
    expect(checkSchemaFile(file, null, 'make it')).toBe('a.schema.json is missing: run `make it`');
  });
});

describe('the schema of a config', () => {
  const schema = z.strictObject({
    requests: z.int().min(1).default(1000),
    timeout: durationNs().default(30e9),
    part: byteSize().optional(),
    rate: ratePerSec().optional(),
    token: z.string().meta({ secret: true, description: 'for the target' }).optional(),
  });
  const json = configToJsonSchema(schema, {
    id: 'urn:benchwright:config:test',
    title: 'Test',
    description: 'A test.',
  });
  const isConfig = compile(json);

  test('is named, draft 2020-12, and shows defaults as they would be written', () => {
    expect(json).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'urn:benchwright:config:test',
      title: 'Test',
      description: 'A test.',
      additionalProperties: false,
      properties: {
        $schema: { type: 'string' },
        requests: { default: 1000 },
        timeout: { default: '30s' },
        token: { type: 'string', writeOnly: true, description: 'for the target' },
      },
    });
    expect(Object.keys(json).slice(0, 4)).toEqual(['$schema', '$id', 'title', 'description']);
    expect(json.required).toBeUndefined();
    expect(jsonSchemaText(json)).toMatch(/^\{\n {2}"\$schema"[\s\S]*\}\n$/);
  });

  test('takes what a user may write', () => {
    expect(isConfig({})).toBe(true);
    expect(isConfig({ $schema: './x.json', timeout: '1m30s', part: '1MiB', rate: '30k/min' })).toBe(true);
    expect(isConfig({ timeout: 5, part: 5, rate: 0.5 })).toBe(true);
    expect(isConfig({ timeout: 'soon' })).toBe(false);
    expect(isConfig({ part: '5 apples' })).toBe(false);
    expect(isConfig({ requests: 0 })).toBe(false);
    expect(isConfig({ reqests: 1 })).toBe(false);
  });

  test('never refuses a unit that the config parser takes', () => {
    const amount = fc.tuple(fc.nat({ max: 5000 }), fc.constantFrom('', ' '));
    const units = fc.constantFrom(
      'ns',
      'us',
      'µs',
      'ms',
      's',
      'm',
      'min',
      'h',
      'd',
      'B',
      'kB',
      'MiB',
      'gb',
      '/s',
      'k/min',
      '',
    );
    const written = fc.tuple(amount, units).map(([[value, space], unit]) => `${value}${space}${unit}`);
    fc.assert(
      fc.property(fc.constantFrom('timeout', 'part', 'rate'), written, (key, text) => {
        if (schema.safeParse({ [key]: text }).success) expect(isConfig({ [key]: text })).toBe(true);
      }),
    );
  });

  test("a schema that JSON cannot express is the programmer's error", () => {
    expect(() => configToJsonSchema(z.strictObject({ at: z.date() }), { id: 'urn:x', title: 'x' })).toThrow();
  });
});
