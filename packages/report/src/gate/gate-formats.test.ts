import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { hostileResult, readTestdata, resultFixture } from '../testing/fixtures.js';
import { gateReport, hostileGateReport } from '../testing/gate-fixture.js';
import { renderGateAnnotations, renderGateJUnit, renderGateMarkdown } from './gate-formats.js';
import type { GateReport } from './gate-report.js';

const result = resultFixture('two-cells');
const because = ['the result is invalid (CPU_STEAL)'];

describe('the gate as JUnit XML', () => {
  const faultsOf = async (xml: string): Promise<string[]> => {
    const document = { fileName: 'gate.xml', contents: xml };
    const { errors } = await validateXML({ xml: [document], schema: [readTestdata('junit.xsd')] });
    return errors.map(({ message }) => message);
  };

  it('has a case for each condition and each reason besides, and is valid for libxml2', async () => {
    const xml = renderGateJUnit(gateReport({ because }), result);
    expect(await faultsOf(xml)).toEqual([]);
    const gate = xml.match(/<testcase [^>]*classname="[^"]*\.gate"[^>]*>/g);
    expect(gate).toHaveLength(6);
    expect(xml).toMatch(/<failure (?=[^>]*type="fail")[^>]*message="the result is invalid \(CPU_STEAL\)"/);
  });

  it('fails for what fails the gate, not for what warns, nor by the run’s own conditions', () => {
    const failures = (xml: string): number => Number(/failures="(\d+)"/.exec(xml)?.[1]);
    expect(failures(renderGateJUnit(gateReport(), result))).toBe(3);
    expect(failures(renderGateJUnit(gateReport({ because }), result))).toBe(4);
    const passing = renderGateJUnit(gateReport({ verdict: 'pass', results: [] }), result);
    expect(failures(passing)).toBe(0);
    expect(renderGateJUnit(gateReport(), result)).toContain('warning, fail: 90/s');
  });

  it('stays valid, whatever it is given', async () => {
    const xml = renderGateJUnit(hostileGateReport(), hostileResult());
    expect(await faultsOf(xml)).toEqual([]);
    expect(xml).not.toContain('<script');
  });
});

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

const textOf = (node: Node): string => node.value ?? (node.children ?? []).map(textOf).join('');

describe('the gate as Markdown', () => {
  const treeOf = (text: string): Node =>
    fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });

  const blocksOf = (report: GateReport) =>
    (treeOf(renderGateMarkdown(report, result)).children ?? []).map((node) => ({
      type: node.type,
      text: textOf(node),
    }));

  it('begins with the decision, then what it was compared with and what to be careful of', () => {
    const warnings = [{ code: 'ENVIRONMENT_DIFFERS', text: 'another CPU' }];
    expect(blocksOf(gateReport({ warnings })).slice(0, 3)).toEqual([
      {
        type: 'heading',
        text: '❌ The gate failed: 3 of 5 conditions not shown to be met, 1 warning',
      },
      { type: 'paragraph', text: 'Compared with main.' },
      { type: 'list', text: 'warning another CPU [ENVIRONMENT_DIFFERS]' },
    ]);
  });

  it('goes straight to the run where nothing was compared and nothing failed', () => {
    expect(blocksOf(gateReport({ verdict: 'pass', results: [], baseline: null })).slice(0, 2)).toEqual([
      { type: 'heading', text: '✅ The gate passed: 0 conditions judged' },
      { type: 'heading', text: expect.stringContaining('rest-grpc: valid') },
    ]);
  });

  it('lets nothing foreign become markup', () => {
    const tree = JSON.stringify(treeOf(renderGateMarkdown(hostileGateReport(), hostileResult())));
    for (const type of ['link', 'image', 'emphasis', 'linkReference', 'definition'])
      expect(tree).not.toContain(`"type":"${type}"`);
    expect(tree).not.toMatch(/"type":"html","value":"(?!<\/?details>|<details><summary>)/);
  });
});

describe('the gate as GitHub annotations', () => {
  it('annotates the gate’s conditions in place of the run’s own, what only warns as a warning', () => {
    const lines = renderGateAnnotations(gateReport(), result).trimEnd().split('\n');
    const slos = lines.filter((line) => /SLO/.test(line));
    expect(slos.map((line) => /^::(\w+) .*?::(\S+)/.exec(line)?.slice(1))).toEqual([
      ['error', 'p99'],
      ['error', 'errors<0.1%25'],
      ['error', 'max<1s'],
      ['warning', 'rate>100/s'],
    ]);
  });

  it('keeps to one command a line, whatever it is given', () => {
    const lines = renderGateAnnotations(hostileGateReport(), hostileResult()).trimEnd().split('\n');
    for (const line of lines) expect(line).toMatch(/^::(error|warning|notice) title=[^:,]*::[^\r]*$/);
  });
});
