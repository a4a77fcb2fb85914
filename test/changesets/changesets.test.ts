import { describe, expect, it } from 'vitest';
import { findingLines } from '../workspace/finding.js';
import { openWorkspace, treeOf } from '../workspace/tree.js';
import { findChangesetFaults } from './changesets.js';

const faults = (text: string) =>
  findChangesetFaults(
    treeOf({
      'pnpm-workspace.yaml': 'packages: ["packages/*"]',
      'packages/stats/package.json': '{ "name": "@benchwright/stats" }',
      '.changeset/calm-lions-count.md': text,
    }),
  ).map(({ problem }) => problem);

const changeset = (head: string, body: string) => `---\n${head}\n---\n\n${body}\n`;
const goodHead = '"@benchwright/stats": minor';
const goodBody = 'Report the achieved confidence of every interval';

describe('changesets', () => {
  it('are sound here', () => {
    expect(findingLines(findChangesetFaults(openWorkspace()))).toEqual([]);
  });

  it('pass when they name a package, a bump and the change', () => {
    expect(faults(changeset(goodHead, goodBody))).toEqual([]);
  });

  it.each([
    ['without a head', goodBody, 'has no head'],
    ['without a package', changeset('', goodBody), 'names no package'],
    [
      'with an unknown package',
      changeset('"@benchwright/statz": patch', goodBody),
      'names @benchwright/statz',
    ],
    ['with an unknown bump', changeset('"@benchwright/stats": big', goodBody), 'asks for a "big"'],
    ['with too little said', changeset(goodHead, 'Fix bug'), 'has a first line of 7 characters'],
    [
      'in lower case',
      changeset(goodHead, 'report the achieved confidence'),
      'must begin its first line with a capital',
    ],
  ])('are refused %s', (_what, text, problem) => {
    expect(faults(text)).toEqual([expect.stringContaining(problem)]);
  });
});
