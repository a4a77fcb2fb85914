import type { FlameTree } from './flame-tree.js';

/** What is asked for: part of a name or a source, in any case; between slashes a regular expression. Null: nothing, or no pattern yet. */
export function matcherOf(text: string): ((name: string) => boolean) | null {
  const wanted = text.trim();
  if (wanted === '') return null;
  const pattern = /^\/(.+)\/$/.exec(wanted)?.[1];
  if (pattern === undefined) return (name) => name.toLowerCase().includes(wanted.toLowerCase());
  try {
    const expression = new RegExp(pattern, 'i');
    return (name) => expression.test(name);
  } catch {
    return null;
  }
}

/** The nodes that match, and the share of everything below them; what is below another match is counted once. */
export function searchTree(
  tree: FlameTree,
  matches: (name: string) => boolean,
): { nodes: Set<number>; share: number } {
  const nodes = new Set<number>();
  const covered = new Set<number>();
  let value = 0;
  for (const [node, total] of tree.data.total.entries()) {
    const isCovered = covered.has(tree.parent[node] ?? -1);
    if (node > 0 && matches(`${tree.name(node)} ${tree.source(node)}`)) {
      nodes.add(node);
      if (!isCovered) value += total;
      covered.add(node);
    } else if (isCovered) covered.add(node);
  }
  return { nodes, share: value / (tree.data.total[0] || 1) };
}
