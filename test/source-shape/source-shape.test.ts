import { describe, expect, it } from 'vitest';
import { findingLines } from '../workspace/finding.js';
import { openWorkspace, treeOf } from '../workspace/tree.js';
import { findShapeFaults, maxLines } from './source-shape.js';

const faults = (file: string, text: string) => findingLines(findShapeFaults(treeOf({ [file]: text })));
const linesOf = (count: number) => 'export {};\n'.repeat(count);

describe('sources', () => {
  it('are short, named and finished here', () => {
    expect(findingLines(findShapeFaults(openWorkspace()))).toEqual([]);
  });

  it('are refused above the limit, and allowed at it', () => {
    expect(faults('packages/a/src/long.ts', linesOf(maxLines + 1))).toEqual([
      expect.stringContaining(`long.ts has ${maxLines + 1} lines`),
    ]);
    expect(faults('packages/a/src/long.ts', linesOf(maxLines))).toEqual([]);
    expect(faults('packages/a/src/long.test.ts', linesOf(maxLines + 1))).toEqual([]);
  });

  it.each([
    ['a vague name', 'packages/a/src/utils.ts', 'export {};', 'has a name that fits anything'],
    ['a promise', 'packages/a/src/a.ts', 'f();\n// TODO: the rest', 'a.ts:2 promises work'],
    ['a promise at the end', 'packages/a/src/a.ts', '{\n  /* FIXME */\n}', 'a.ts:2 promises work'],
    [
      'a wholesale export',
      'packages/a/src/index.ts',
      "export * from './a.js';",
      'index.ts:1 exports everything',
    ],
  ])('are refused with %s', (_what, file, text, problem) => {
    expect(faults(file, text)).toEqual([expect.stringContaining(problem)]);
  });

  it('may name a promise in a string', () => {
    expect(faults('packages/a/src/a.ts', "export const word = 'TODO'; // a word")).toEqual([]);
  });
});
