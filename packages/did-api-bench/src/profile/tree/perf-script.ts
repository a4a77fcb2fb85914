import { addStack, createTree, type Frame, type ProfileTree } from './profile-tree.js';

/**
 * The stacks of `perf script -F comm,ip,sym,dso`: a line with the command, a line per frame, innermost first, an empty line. Each sample
 * counts one; the command is the outermost frame. Pure; O(text).
 */
export function parsePerfScript(text: string): ProfileTree {
  const tree = createTree('samples');
  let command = '';
  let stack: Frame[] = [];
  const finish = (): void => {
    if (command !== '') addStack(tree, [{ name: command, source: '' }, ...stack.reverse()], 1);
    command = '';
    stack = [];
  };
  for (const line of text.split('\n')) {
    if (line.trim() === '') finish();
    else if (!/^\s+[0-9a-f]+ /.test(line)) command = line.trim().replace(/:$/, '');
    else stack.push(frameOf(line.trim()));
  }
  finish();
  return tree;
}

/** `7f00 symbol+0x1f (/usr/lib/libc.so.6)`. What has no symbol is its library's. */
function frameOf(line: string): Frame {
  const [, symbol = '', library = ''] = /^[0-9a-f]+ (.*) \((.*)\)$/.exec(line) ?? [];
  const name = symbol.replace(/\+0x[0-9a-f]+$/, '');
  return name === '' || name === '[unknown]'
    ? { name: `[${library.split('/').at(-1) || 'unknown'}]`, source: library }
    : { name, source: library };
}
