import { ProfileFileError } from '../profiler-error.js';
import {
  addStack,
  createTree,
  type Frame,
  type ProfileNode,
  type ProfileTree,
  type ProfileUnit,
} from './profile-tree.js';

/**
 * A tree as folded stacks, the form of Brendan Gregg's FlameGraph tools that speedscope and others read: a line per stack, functions
 * outermost first with `;` between them, then its value. Pure; O(nodes × depth).
 */
export function renderFolded(tree: ProfileTree): string {
  const lines: string[] = [];
  const waiting: { node: ProfileNode; path: string }[] = [{ node: tree.root, path: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, path } = next;
    if (node.self > 0 && path !== '') lines.push(`${path} ${Math.round(node.self)}\n`);
    for (const child of node.children.values()) {
      const name = foldedName(child.frame);
      waiting.push({ node: child, path: path === '' ? name : `${path};${name}` });
    }
  }
  return lines.sort().join('');
}

function foldedName({ name, source }: Frame): string {
  return (source === '' ? name : `${name} (${source})`).replaceAll(/[;\r\n]/g, ' ');
}

/**
 * A tree of folded stacks, as py-spy's `--format raw`, perf's stackcollapse and this package write them. `unit` is what their values count:
 * the form does not say. Pure; O(text).
 *
 * @throws ProfileFileError naming the first line that is none
 */
export function parseFolded(file: string, text: string, unit: ProfileUnit = 'samples'): ProfileTree {
  const tree = createTree(unit);
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const [, stack, value] = /^(.*\S)\s+(\d+(?:\.\d+)?)\s*$/.exec(line) ?? [];
    if (stack === undefined) {
      throw new ProfileFileError(file, `line ${i + 1} is no folded stack: '${line.slice(0, 60)}'`);
    }
    addStack(tree, stack.split(';').map(parseFrame), Number(value));
  }
  return tree;
}

/** `name (file.py:12)`: py-spy writes frames so, and so does this package. */
function parseFrame(text: string): Frame {
  const [, name, source] = /^(.*\S)\s+\((.*)\)$/.exec(text) ?? [];
  return name === undefined || source === undefined ? { name: text, source: '' } : { name, source };
}
