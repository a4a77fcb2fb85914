import { validityOf } from '@benchwright/result-schema';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { expect, test } from 'vitest';
import { renderGithubAnnotations } from '../github/render-annotations.js';
import { hostileResult, resultFixture, testdataPath } from '../testing/fixtures.js';
import { codeBlock } from './markdown-text.js';
import { renderMarkdown } from './render-markdown.js';

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

const treeOf = (text: string): Node =>
  fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
const all = (node: Node, type: string): Node[] => [
  ...(node.type === type ? [node] : []),
  ...(node.children ?? []).flatMap((child) => all(child, type)),
];
const textOf = (node: Node): string => node.value ?? (node.children ?? []).map(textOf).join('');

test.each(['two-cells', 'invalid-interrupted'])('%s stays as it was', async (name) => {
  await expect(renderMarkdown(resultFixture(name))).toMatchFileSnapshot(testdataPath(`${name}.md`));
});

test('a Markdown parser finds the tables, each row as long as its head', () => {
  const tables = all(treeOf(renderMarkdown(resultFixture('two-cells'))), 'table');
  expect(tables.length).toBe(1 + 1 + 2);
  for (const table of tables) {
    const lengths = (table.children ?? []).map(({ children }) => children?.length);
    expect(new Set(lengths).size).toBe(1);
  }
});

test('hostile text makes no HTML, link, image or emphasis, and is read back as it was shown', () => {
  const tree = treeOf(renderMarkdown(hostileResult()));
  for (const type of ['link', 'image', 'emphasis', 'linkReference', 'definition'])
    expect(all(tree, type)).toEqual([]);
  const html = all(tree, 'html').map(textOf);
  for (const piece of html) expect(piece).toMatch(/^(<details><summary>[^<>]*<\/summary>|<\/details>)$/);
  expect(all(tree, 'tableCell').map(textOf).join('\n')).toContain('</script><script>alert(1)</script>');
});

test('a code block outlives the backticks in it', () => {
  expect(codeBlock('a ```` b')).toBe('`````\na ```` b\n`````');
});

test('a reason of six cells is one line with the figures of four; those of the others stand in their folds', () => {
  const { cells, ...result } = resultFixture('two-cells');
  const hint = 'run more trials';
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const six = ids.map((id, i) => ({
    ...cells[0]!,
    id,
    validity: validityOf([
      { code: 'TRIALS_DISAGREE', verdict: 'suspect', text: `p50 scatters by ${20 + i} %`, hint },
    ]),
  }));
  const reasons = six.flatMap(({ id, validity }) =>
    validity.reasons.map((reason) => ({ ...reason, text: `${id}: ${reason.text}` })),
  );
  const text = renderMarkdown({ ...result, cells: six, validity: validityOf(reasons), comparisons: [] });
  expect(text).toContain('a / b / c / d and 2 more&#58; p50 scatters by 20 / 21 / 22 / 23 %');
  expect(text.match(/p50 scatters by/g)).toHaveLength(3);
  for (const figure of [24, 25])
    expect(text.match(new RegExp(`p50 scatters by ${figure} %`, 'g'))).toHaveLength(1);

  const annotations = renderGithubAnnotations({ ...result, cells: six, validity: validityOf(reasons) });
  expect(annotations.match(/^::warning title=[^\n]*TRIALS_DISAGREE/gm)).toHaveLength(1);
});
