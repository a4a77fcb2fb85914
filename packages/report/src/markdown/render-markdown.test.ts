import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { expect, test } from 'vitest';
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
