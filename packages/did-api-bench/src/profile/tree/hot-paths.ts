import { type Frame, frameKey, type ProfileNode, type ProfileTree, totalsOf } from './profile-tree.js';

/** A function over all paths to it. */
export interface HotFunction extends Frame {
  /** In the function itself. */
  readonly self: number;
  /** In it and all that it called; a function that calls itself is counted once. */
  readonly total: number;
  readonly selfShare: number;
  readonly totalShare: number;
}

/** Where it went. */
export interface HotPaths {
  readonly total: number;
  readonly bySelf: readonly HotFunction[];
  readonly byTotal: readonly HotFunction[];
}

interface Sum {
  readonly frame: Frame;
  self: number;
  total: number;
}

/** The functions with most of their own and most in all, greatest first. Pure; O(nodes). */
export function hotPaths(tree: ProfileTree, count = 20): HotPaths {
  const totals = totalsOf(tree);
  const sums = new Map<string, Sum>();
  const onStack = new Map<string, number>();
  const waiting: { node: ProfileNode; leave: boolean }[] = [];
  const push = (node: ProfileNode): void => {
    for (const child of node.children.values()) waiting.push({ node: child, leave: false });
  };
  push(tree.root);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, leave } = next;
    const key = frameKey(node.frame);
    const depth = onStack.get(key) ?? 0;
    if (leave) {
      onStack.set(key, depth - 1);
      continue;
    }
    const sum = sums.get(key) ?? { frame: node.frame, self: 0, total: 0 };
    sums.set(key, sum);
    sum.self += node.self;
    if (depth === 0) sum.total += totals.get(node) ?? 0;
    onStack.set(key, depth + 1);
    waiting.push({ node, leave: true });
    push(node);
  }
  const total = totals.get(tree.root) ?? 0;
  const all = [...sums.values()].map(
    ({ frame, self, total: inAll }): HotFunction => ({
      ...frame,
      self,
      total: inAll,
      selfShare: total > 0 ? self / total : 0,
      totalShare: total > 0 ? inAll / total : 0,
    }),
  );
  const most = (key: 'self' | 'total'): HotFunction[] =>
    all
      .filter((one) => one[key] > 0)
      .sort((a, b) => b[key] - a[key] || (a.name < b.name ? -1 : 1))
      .slice(0, count);
  return { total, bySelf: most('self'), byTotal: most('total') };
}
