import { describe, expect, test } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { hostileResult, readTestdata, resultFixture, testdataPath } from '../testing/fixtures.js';
import { renderJUnit } from './render-junit.js';

const schema = readTestdata('junit.xsd');

/** What libxml2 has to say against a document; empty when it stands by the schema. */
async function faultsOf(xml: string): Promise<string[]> {
  const { errors } = await validateXML({
    xml: [{ fileName: 'report.xml', contents: xml }],
    schema: [schema],
  });
  return errors.map(({ message }) => message);
}

describe('JUnit XML', () => {
  test.each(['two-cells', 'invalid-interrupted', 'real/result'])(
    'of %s is valid for libxml2',
    async (name) => {
      expect(await faultsOf(renderJUnit(resultFixture(name)))).toEqual([]);
    },
  );

  test('the schema refuses what is wrong', async () => {
    const xml = renderJUnit(resultFixture('two-cells')).replace('classname=', 'class=');
    expect(await faultsOf(xml)).not.toEqual([]);
  });

  test('stays as it was', async () => {
    await expect(renderJUnit(resultFixture('two-cells'))).toMatchFileSnapshot(
      testdataPath('two-cells.junit.xml'),
    );
  });

  test('hostile text is text', async () => {
    const xml = renderJUnit(hostileResult(), [
      { className: 'gate', name: 'a < b', failure: { type: 'fail', message: '"&<>' }, output: 'x\ny' },
    ]);
    expect(await faultsOf(xml)).toEqual([]);
    expect(xml).not.toContain('<script');
  });

  test('no data, not shown, invalid and interrupted are failures; suspect is not', () => {
    const result = resultFixture('two-cells');
    const [cell] = result.cells;
    const failuresOf = (changed: Partial<typeof result>): number =>
      Number(/failures="(\d+)"/.exec(renderJUnit({ ...result, slos: [], ...changed }))?.[1]);
    expect(failuresOf({})).toBe(0);
    const outcomes = ['pass', 'fail', 'not-shown', 'no-data'] as const;
    expect(
      failuresOf({ slos: outcomes.map((outcome) => ({ id: 'x', cell: 'rest', outcome, text: '' })) }),
    ).toBe(3);
    expect(failuresOf({ cells: [] })).toBe(1);
    expect(failuresOf({ cells: [{ ...cell!, trials: 0 }] })).toBe(1);
    expect(failuresOf({ cells: [{ ...cell!, validity: { verdict: 'invalid', reasons: [] } }] })).toBe(1);
    expect(failuresOf({ cells: [{ ...cell!, validity: { verdict: 'suspect', reasons: [] } }] })).toBe(0);
    expect(failuresOf({ run: { ...result.run, outcome: 'interrupted' } })).toBe(1);
  });
});
