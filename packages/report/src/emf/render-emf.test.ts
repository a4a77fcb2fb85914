import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { hostileResult, readTestdata, resultFixture, testdataPath } from '../testing/fixtures.js';
import { renderEmf } from './render-emf.js';

const validate = new Ajv({ strict: false }).compile(JSON.parse(readTestdata('emf.schema.json')));

interface Document extends Record<string, unknown> {
  readonly _aws: {
    readonly CloudWatchMetrics: readonly {
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string }[];
    }[];
  };
}

const documents = (text: string): Document[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Document);

test.each([
  ['two-cells', resultFixture('two-cells')],
  ['real', resultFixture('real/result')],
  ['hostile', hostileResult()],
])('%s: each line stands by the specification, each name has its value', (_name, result) => {
  for (const document of documents(renderEmf(result))) {
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    for (const { Dimensions, Metrics } of document._aws.CloudWatchMetrics) {
      for (const { Name } of Metrics) expect(typeof document[Name]).toBe('number');
      for (const name of Dimensions.flat()) expect(document[name]).toEqual(expect.stringMatching(/\S/));
    }
  }
});

test('stays as it was', async () => {
  await expect(renderEmf(resultFixture('two-cells'))).toMatchFileSnapshot(
    testdataPath('two-cells.emf.ndjson'),
  );
});
