import { dirname, join, normalize } from 'node:path/posix';
import type { Finding } from '../workspace/finding.js';
import type { Tree } from '../workspace/tree.js';
import { type MarkdownDocument, readMarkdown } from './document.js';

/** Finds links in Markdown files that lead to no file of the tree, or to no heading of it. Links to the web are not followed. */
export function findDeadLinks(tree: Tree): Finding[] {
  const documents = new Map<string, MarkdownDocument>();
  const open = (file: string): MarkdownDocument => {
    const known = documents.get(file) ?? readMarkdown(tree.read(file));
    documents.set(file, known);
    return known;
  };
  return tree.files
    .filter((file) => file.endsWith('.md'))
    .flatMap((file) =>
      open(file).links.flatMap(({ line, value }): Finding[] => {
        const problem = problemWith(value, file, tree, open);
        return problem === null ? [] : [{ file, line, problem }];
      }),
    );
}

function problemWith(
  url: string,
  from: string,
  tree: Tree,
  open: (file: string) => MarkdownDocument,
): string | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return null;
  const [path = '', anchor] = decodeURI(url).split('#', 2);
  if (path.startsWith('/')) return `links to ${url}: write it relative to this file`;
  const target = path === '' ? from : normalize(join(dirname(from), path)).replace(/\/$/, '');
  if (target.startsWith('..')) return `links to ${url}, outside the repository`;
  const isFolder = tree.files.some((file) => file.startsWith(`${target}/`)) || target === '.';
  if (!tree.has(target) && !isFolder) return `links to ${url}, which is not there`;
  if (anchor === undefined || !target.endsWith('.md')) return null;
  return open(target).anchors.has(anchor)
    ? null
    : `links to ${url}, but ${target} has no heading for #${anchor}`;
}
