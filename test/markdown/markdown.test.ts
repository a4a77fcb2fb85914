import { describe, expect, it } from 'vitest';
import { findingLines } from '../workspace/finding.js';
import { openWorkspace, treeOf } from '../workspace/tree.js';
import { readMarkdown } from './document.js';
import { findDeadLinks } from './links.js';

describe('links in Markdown files', () => {
  it('all lead somewhere here', () => {
    expect(findingLines(findDeadLinks(openWorkspace()))).toEqual([]);
  });

  it.each([
    ['a missing file', '[a](docs/none.md)', 'links to docs/none.md, which is not there'],
    ['a missing heading', '[a](docs/method.md#nowhere)', 'docs/method.md has no heading for #nowhere'],
    ['a missing heading of its own', '[a](#nowhere)', 'README.md has no heading for #nowhere'],
    ['a missing image', '![a](picture.svg)', 'links to picture.svg, which is not there'],
    ['a reference', '[a][b]\n\n[b]: docs/none.md', 'links to docs/none.md, which is not there'],
    ['the outside', '[a](../elsewhere.md)', 'outside the repository'],
    ['an absolute path', '[a](/docs/method.md)', 'write it relative to this file'],
    ['a table cell', '| a |\n|---|\n| [a](none.md) |', 'links to none.md, which is not there'],
  ])('are refused to %s', (_what, text, problem) => {
    const tree = treeOf({ 'README.md': text, 'docs/method.md': '# Method' });
    expect(findingLines(findDeadLinks(tree))).toEqual([expect.stringContaining(problem)]);
  });

  it.each([
    ['a file', '[a](docs/method.md)'],
    ['a folder', '[a](docs/) and [b](docs)'],
    ['a heading with marks in it', '[a](docs/method.md#the-p99-explained)'],
    ['the second of two equal headings', '[a](docs/method.md#units-1)'],
    ['the web', '[a](https://example.org/none.md#x)'],
    ['nothing, in code', '`[a](none.md)`\n\n```md\n[a](none.md)\n```'],
  ])('may lead to %s', (_what, text) => {
    const method = '# Method\n\n## The `p99`, explained\n\n## Units\n\n## Units\n';
    expect(findDeadLinks(treeOf({ 'README.md': text, 'docs/method.md': method }))).toEqual([]);
  });
});

describe('blocks of a Markdown file', () => {
  it('come with the comment directly before them', () => {
    const text = '<!-- run -->\n\n```sh\nls\n```\n\nSaid:\n\n```text\na\nb\n```\n';
    expect(readMarkdown(text).blocks).toEqual([
      { line: 3, language: 'sh', text: 'ls', comment: 'run' },
      { line: 9, language: 'text', text: 'a\nb', comment: null },
    ]);
  });
});
