import {
  type ProfileNode,
  type ProfileTree,
  type ProfileUnit,
  totalsOf,
  walk,
} from '../tree/profile-tree.js';

/** What the page's script draws: nodes in preorder, as columns of plain numbers. */
export interface FlameData {
  readonly unit: ProfileUnit;
  /** Distinct functions: name, source, kind. */
  readonly frames: readonly (readonly [name: string, source: string, kind: FrameKind])[];
  /** Indices into `frames`. */
  readonly frame: readonly number[];
  readonly depth: readonly number[];
  /** Total of each node; of the later profile where there are two. */
  readonly total: readonly number[];
  readonly self: readonly number[];
  /** The same of the earlier profile; null where there is one only. */
  readonly before: { readonly total: readonly number[]; readonly self: readonly number[] } | null;
  /** Nodes too small to be seen, left out. */
  readonly left: number;
}

/** Whose code a function is: what colours tell apart. */
export type FrameKind = 'own' | 'library' | 'runtime' | 'native';

/** Narrower than this share of everything is narrower than a tenth of a pixel on a wide screen. */
const SMALLEST_SHARE = 1 / 20_000;

/** The data of a flame graph, or of two laid over each other by their stacks. Pure; O(nodes). */
export function flameData(tree: ProfileTree, before: ProfileTree | null = null): FlameData {
  const both = before === null ? tree : unionOf(tree, before);
  const [after, earlier] = [valuesOf(tree, both), before === null ? null : valuesOf(before, both)];
  const frames = new Map<string, { index: number; node: ProfileNode }>();
  const columns = {
    frame: [] as number[],
    depth: [] as number[],
    total: [] as number[],
    self: [] as number[],
  };
  const past = { total: [] as number[], self: [] as number[] };
  let left = 0;
  for (const { node, depth } of walk(both)) {
    const now = after.of(node);
    const then = earlier?.of(node) ?? { total: 0, self: 0 };
    if (now.total < after.total * SMALLEST_SHARE && then.total <= (earlier?.total ?? 0) * SMALLEST_SHARE) {
      left++;
      continue;
    }
    const key = `${node.frame.name}\n${node.frame.source}`;
    const known = frames.get(key) ?? { index: frames.size, node };
    frames.set(key, known);
    columns.frame.push(known.index);
    columns.depth.push(depth);
    columns.total.push(now.total);
    columns.self.push(now.self);
    past.total.push(then.total);
    past.self.push(then.self);
  }
  return {
    unit: tree.unit,
    frames: [...frames.values()].map(({ node: { frame } }) => [frame.name, frame.source, kindOf(frame)]),
    ...columns,
    before: before === null ? null : past,
    left,
  };
}

/** Own code, that of dependencies, the runtime's in its language, and native code. Pure. */
function kindOf({ name, source }: { readonly name: string; readonly source: string }): FrameKind {
  if (source.startsWith('node:') || /\/lib\/python[\d.]+\/(?!site-packages)/.test(source)) return 'runtime';
  if (/\/(?:node_modules|site-packages|dist-packages)\//.test(source)) return 'library';
  return source === '' || /\.so(?:\.|$)|^\[|^\/usr\/|^\(/.test(source) || /^[([]/.test(name)
    ? nativeOrOwn(name)
    : 'own';
}

function nativeOrOwn(name: string): FrameKind {
  return name === '(anonymous)' ? 'own' : 'native';
}

interface Values {
  readonly total: number;
  of(node: ProfileNode): { readonly total: number; readonly self: number };
}

/** The values of a tree at the nodes of another that holds all of its stacks. */
function valuesOf(tree: ProfileTree, both: ProfileTree): Values {
  const totals = totalsOf(tree);
  const own = new Map<ProfileNode, ProfileNode>();
  const waiting: [ProfileNode, ProfileNode][] = [[tree.root, both.root]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [mine, shared] = next;
    own.set(shared, mine);
    for (const [key, child] of mine.children) {
      const there = shared.children.get(key);
      if (there !== undefined) waiting.push([child, there]);
    }
  }
  return {
    total: totals.get(tree.root) ?? 0,
    of: (node) => {
      const mine = own.get(node);
      return mine === undefined ? { total: 0, self: 0 } : { total: totals.get(mine) ?? 0, self: mine.self };
    },
  };
}

/** All stacks of both; its values mean nothing. */
function unionOf(a: ProfileTree, b: ProfileTree): ProfileTree {
  const root: ProfileNode = { frame: a.root.frame, self: 0, children: new Map() };
  for (const tree of [a, b]) {
    const waiting: [ProfileNode, ProfileNode][] = [[tree.root, root]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [from, into] = next;
      for (const [key, child] of from.children) {
        const there = into.children.get(key) ?? { frame: child.frame, self: 0, children: new Map() };
        into.children.set(key, there);
        waiting.push([child, there]);
      }
    }
  }
  return { unit: a.unit, root };
}
