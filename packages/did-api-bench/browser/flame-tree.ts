import type { FlameData } from '../src/profile/flame/flame-data.js';

/** The nodes of the graph by index, with who is above and below whom. */
export interface FlameTree {
  readonly data: FlameData;
  /** -1 for the root. */
  readonly parent: readonly number[];
  readonly children: readonly (readonly number[])[];
  name(node: number): string;
  source(node: number): string;
  kind(node: number): string;
}

export function readTree(data: FlameData): FlameTree {
  const parent: number[] = [];
  const children: number[][] = data.depth.map(() => []);
  const path: number[] = [];
  for (const [node, depth] of data.depth.entries()) {
    const above = depth === 0 ? -1 : (path[depth - 1] ?? -1);
    parent.push(above);
    children[above]?.push(node);
    path[depth] = node;
  }
  const frameOf = (node: number) => data.frames[data.frame[node] ?? 0];
  return {
    data,
    parent,
    children,
    name: (node) => frameOf(node)?.[0] ?? '',
    source: (node) => frameOf(node)?.[1] ?? '',
    kind: (node) => frameOf(node)?.[2] ?? 'own',
  };
}

/** Where a node is drawn: shares of the width, and its row. */
export interface Box {
  readonly node: number;
  readonly left: number;
  readonly width: number;
  readonly row: number;
}

/**
 * The boxes that are drawn when one node has the full width: those above it in full width, and all below it that are at least
 * `narrowest` of the width. Siblings are ordered by name, so that the same function is found in the same place.
 */
export function layout(tree: FlameTree, zoomed: number, values: readonly number[], narrowest: number): Box[] {
  const boxes: Box[] = [];
  for (let node = zoomed; node >= 0; node = tree.parent[node] ?? -1) {
    boxes.unshift({ node, left: 0, width: 1, row: tree.data.depth[node] ?? 0 });
  }
  const whole = values[zoomed] || 1;
  const waiting: Box[] = [boxes.at(-1)!];
  for (let box = waiting.pop(); box !== undefined; box = waiting.pop()) {
    let { left } = box;
    const below = [...(tree.children[box.node] ?? [])].sort((a, b) => (tree.name(a) < tree.name(b) ? -1 : 1));
    for (const node of below) {
      const width = (values[node] ?? 0) / whole;
      const child = { node, left, width, row: box.row + 1 };
      left += width;
      if (width < narrowest) continue;
      boxes.push(child);
      waiting.push(child);
    }
  }
  return boxes;
}
