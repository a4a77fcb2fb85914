/** A function on a stack. */
export interface Frame {
  readonly name: string;
  /** File and line, or the library; empty where it is not known. */
  readonly source: string;
}

/** A function as called along one path. */
export interface ProfileNode {
  readonly frame: Frame;
  /** In the function itself, without what it called. */
  self: number;
  readonly children: Map<string, ProfileNode>;
}

/** What values count. */
export type ProfileUnit = 'ns' | 'samples' | 'bytes';

/** Stacks put together by what they have in common: what flame graphs and hot paths are made of. */
export interface ProfileTree {
  readonly unit: ProfileUnit;
  readonly root: ProfileNode;
}

/** An empty tree. */
export function createTree(unit: ProfileUnit): ProfileTree {
  return { unit, root: createNode({ name: 'all', source: '' }) };
}

/** Adds what was counted in the last function of a stack, outermost first. O(depth). */
export function addStack(tree: ProfileTree, stack: readonly Frame[], value: number): void {
  let node = tree.root;
  for (const frame of stack) node = childOf(node, frame);
  node.self += value;
}

/** The child that a frame stands for, made where there is none. */
export function childOf(parent: ProfileNode, frame: Frame): ProfileNode {
  const key = frameKey(frame);
  const found = parent.children.get(key);
  if (found !== undefined) return found;
  const made = createNode(frame);
  parent.children.set(key, made);
  return made;
}

/** The same for the same function: name and source. */
export function frameKey({ name, source }: Frame): string {
  return `${name}\n${source}`;
}

function createNode(frame: Frame): ProfileNode {
  return { frame, self: 0, children: new Map() };
}

/**
 * Every node once, parents before children, with its depth; the root has depth 0. Without recursion: a stack that a hostile file describes
 * may be deeper than this program's own.
 */
export function* walk({ root }: ProfileTree): Generator<{ node: ProfileNode; depth: number }> {
  const waiting: { node: ProfileNode; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    yield next;
    const { node, depth } = next;
    for (const child of [...node.children.values()].reverse())
      waiting.push({ node: child, depth: depth + 1 });
  }
}

/** What each node and all below it come to. O(nodes). */
export function totalsOf(tree: ProfileTree): Map<ProfileNode, number> {
  const order = [...walk(tree)].map(({ node }) => node).reverse();
  const totals = new Map<ProfileNode, number>();
  for (const node of order) {
    let total = node.self;
    for (const child of node.children.values()) total += totals.get(child) ?? 0;
    totals.set(node, total);
  }
  return totals;
}
