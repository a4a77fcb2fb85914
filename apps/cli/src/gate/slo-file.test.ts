import { readFileSync } from 'node:fs';
import { configToJsonSchema, jsonSchemaText } from '@benchwright/result-schema';
import { expect, test } from 'vitest';
import { parseSloFile, sloFileSchema } from './slo-file.js';

const config = new URL('../../../../config/', import.meta.url).pathname;

test('config/schemas/slo.schema.json is what the code says (to write it anew: vitest run -u)', async () => {
  const schema = configToJsonSchema(sloFileSchema, {
    id: 'urn:benchwright:config:slo',
    title: 'Benchwright SLO file',
    description: 'What benchwright gate --slo judges a run by.',
  });
  await expect(jsonSchemaText(schema)).toMatchFileSnapshot(`${config}schemas/slo.schema.json`);
});

test('the example is a file that can be used', () => {
  const name = `${config}slo-example.yaml`;
  const { conditions, noiseShare } = parseSloFile(name, readFileSync(name, 'utf8'));
  expect(noiseShare).toBe(0.02);
  expect(conditions.map(({ condition, severity }) => [condition.text, severity])).toEqual([
    ['p99<50ms', 'fail'],
    ['errors<0.1%', 'fail'],
    ['errors.TIMEOUT<=0', 'fail'],
    ['p50 <= baseline + 3%', 'fail'],
    ['rate >= baseline - 3%', 'fail'],
    ['p99 <= baseline + 10%', 'warn'],
    ['sendLagNs.p99<2ms', 'warn'],
  ]);
  expect(conditions[5]?.condition.where?.terms).toEqual([{ key: 'cell', equal: true, values: ['*'] }]);
});
