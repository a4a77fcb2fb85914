import { childOf, createTree, type Frame, type ProfileNode, type ProfileTree } from './profile-tree.js';

/**
 * A tree whose functions are told apart by name and file alone: between two builds of a program lines move and bundlers name
 * their chunks anew, and nothing would be found again. Pure; O(nodes).
 */
export function comparableTree(tree: ProfileTree): ProfileTree {
  const made = createTree(tree.unit);
  const waiting: [from: ProfileNode, into: ProfileNode][] = [[tree.root, made.root]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [from, into] = next;
    into.self += from.self;
    for (const child of from.children.values()) waiting.push([child, childOf(into, comparable(child.frame))]);
  }
  return made;
}

/** What bundlers put before the ending: eight of A–Z and 2–7 (esbuild), or eight of which one is a digit (Rollup, webpack). */
const HASH = /[-.](?:[A-Z0-9]{8}|(?=[A-Za-z0-9_]*\d)[A-Za-z0-9_]{8})(?=\.\w+$)/;

/** `/app/dist/chunk-EBPCEG5X.js:239` → `/app/dist/chunk.js`. */
function comparable({ name, source }: Frame): Frame {
  return { name, source: source.replace(/:\d+$/, '').replace(HASH, '') };
}
