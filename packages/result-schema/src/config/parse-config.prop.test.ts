import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { z } from 'zod';
import { parseConfig } from './parse-config.js';
import { readYaml } from './read-yaml.js';
import { plainValue } from './tree.js';

const word = fc.stringMatching(/^[a-z]{1,8}$/);
const leaf = fc.oneof(fc.integer(), fc.boolean(), fc.string(), fc.constant(null));
const { config } = fc.letrec<{ config: unknown }>((tie) => ({
  config: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('config'), { maxLength: 4 }),
    fc.dictionary(word, tie('config'), { maxKeys: 4 }),
  ),
}));
const mapping = fc.dictionary(word, config, { maxKeys: 5 });

describe('reading', () => {
  test('whatever YAML or JSON is written is read back', () => {
    fc.assert(
      fc.property(mapping, fc.boolean(), (value, asJson) => {
        const text = asJson ? JSON.stringify(value, null, '\t') : stringify(value);
        const { tree, problems } = readYaml('f', text);
        expect(problems).toEqual([]);
        expect(tree === null ? null : plainValue(tree)).toEqual(value);
      }),
    );
  });

  test('never throws, whatever the text', () => {
    const yamlish = fc.string({ unit: fc.constantFrom(...'ab: -[]{},&*!|>\'"#%@`?\n\t \uFEFF<~0') });
    fc.assert(
      fc.property(fc.oneof(fc.string(), yamlish), (text) => {
        const { tree, problems } = readYaml('f', text);
        expect(tree !== null || problems.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('merging', () => {
  const anything = z.record(z.string(), z.unknown());

  test('the last source wins for every scalar it sets, and nothing else is lost', () => {
    fc.assert(
      fc.property(fc.dictionary(word, leaf), fc.dictionary(word, leaf), (low, high) => {
        const parsed = parseConfig(anything, [
          { kind: 'defaults', value: low },
          { kind: 'file', fileName: 'f', text: stringify(high) },
        ]);
        expect(parsed.ok && parsed.value).toEqual({ ...low, ...high });
        for (const key of Object.keys(low)) {
          expect(parsed.ok && parsed.origins.originOf([key]) === 'default').toBe(!(key in high));
        }
      }),
    );
  });

  test('a source laid over itself changes nothing', () => {
    fc.assert(
      fc.property(mapping, (value) => {
        const twice = parseConfig(anything, [
          { kind: 'defaults', value },
          { kind: 'overlay', name: 'again', value },
        ]);
        expect(twice.ok && twice.value).toEqual(value);
      }),
    );
  });
});

test('a planted mistake is reported in the line it stands in', () => {
  const keys = fc.uniqueArray(word, { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(keys, fc.nat(), fc.nat({ max: 3 }), (names, pick, blankLines) => {
      const wrong = names[pick % names.length] ?? '';
      const schema = z.strictObject(Object.fromEntries(names.map((name) => [name, z.int().max(9)])));
      const text = names
        .map((name) => `${'\n'.repeat(blankLines)}${name}: ${name === wrong ? 10 : 1}\n`)
        .join('');
      const parsed = parseConfig(schema, [{ kind: 'file', fileName: 'f', text }]);
      const line = names.indexOf(wrong) * (blankLines + 1) + blankLines + 1;
      expect(parsed.ok ? null : parsed.problems).toEqual([
        {
          origin: `f:${line}:${wrong.length + 3}`,
          path: [wrong],
          message: `${wrong} must be at most 9, got 10`,
          location: { fileName: 'f', line, column: wrong.length + 3 },
        },
      ]);
    }),
  );
});
