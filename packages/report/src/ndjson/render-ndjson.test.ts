import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { HOSTILE, hostileResult, readTestdata, resultFixture, testdataPath } from '../testing/fixtures.js';
import { renderNdjson } from './render-ndjson.js';

const validate = new Ajv2020({ strict: false }).compile(JSON.parse(readTestdata('ndjson.schema.json')));
const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test.each(['two-cells', 'invalid-interrupted', 'real/result'])(
  '%s: every line stands by the schema',
  (name) => {
    for (const line of linesOf(renderNdjson(resultFixture(name)))) {
      expect(validate(line), JSON.stringify(validate.errors)).toBe(true);
    }
  },
);

test('holds each cell, metric, comparison and SLO once, and stays as it was', async () => {
  const result = resultFixture('two-cells');
  const text = renderNdjson(result);
  const count = (type: string): number => linesOf(text).filter((line) => line.type === type).length;
  expect([count('run'), count('cell'), count('metric'), count('comparison'), count('slo')]).toEqual([
    1,
    2,
    2 * 7,
    result.comparisons.length,
    result.slos.length,
  ]);
  await expect(text).toMatchFileSnapshot(testdataPath('two-cells.ndjson'));
});

test('hostile text stays inside its line and comes back whole', () => {
  const lines = linesOf(renderNdjson(hostileResult()));
  expect(lines.find(({ type }) => type === 'slo')).toMatchObject({ id: HOSTILE, text: HOSTILE });
});
