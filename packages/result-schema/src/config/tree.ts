import type { ConfigEntry, ConfigPath, Origin } from './source.js';

/**
 * A config value that remembers where each part came from. A `patch` sets single items of a list and leaves the
 * others; it exists only until it is merged onto something.
 */
export type ConfigNode =
  | { kind: 'map'; origin: Origin; keys: Map<string, Origin>; entries: Map<string, ConfigNode> }
  | { kind: 'list'; origin: Origin; items: ConfigNode[] }
  | { kind: 'patch'; origin: Origin; items: Map<number, ConfigNode> }
  | { kind: 'leaf'; origin: Origin; value: unknown };

export type MapNode = Extract<ConfigNode, { kind: 'map' }>;

export function emptyMap(origin: Origin): MapNode {
  return { kind: 'map', origin, keys: new Map(), entries: new Map() };
}

export function setEntry(map: MapNode, key: string, keyOrigin: Origin, node: ConfigNode): void {
  map.keys.set(key, keyOrigin);
  map.entries.set(key, node);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The tree of a value that came whole from one place. Keys set to undefined count as not set. */
export function treeOf(value: unknown, origin: Origin): ConfigNode {
  if (Array.isArray(value)) return { kind: 'list', origin, items: value.map((item) => treeOf(item, origin)) };
  if (!isPlainObject(value)) return { kind: 'leaf', origin, value };
  const map = emptyMap(origin);
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) setEntry(map, key, origin, treeOf(item, origin));
  }
  return map;
}

/** The tree of values set one by one; of two for the same path the later one holds. */
export function treeOfEntries(entries: readonly ConfigEntry[]): MapNode {
  const root = emptyMap({ kind: 'entries', text: 'command line' });
  for (const entry of entries) {
    if (entry.value === undefined) continue;
    const origin: Origin = { kind: 'entries', text: entry.origin };
    setAt(root, entry.path, treeOf(entry.value, origin), origin);
  }
  return root;
}

function setAt(parent: ConfigNode, path: ConfigPath, node: ConfigNode, origin: Origin): void {
  const [first, ...rest] = path;
  if (first === undefined) return;
  const child = rest.length === 0 ? node : containerFor(childOf(parent, first), rest[0], origin);
  if (parent.kind === 'map') setEntry(parent, String(first), origin, child);
  else if (parent.kind === 'patch') parent.items.set(Number(first), child);
  else if (parent.kind === 'list') parent.items[Number(first)] = child;
  if (rest.length > 0) setAt(child, rest, node, origin);
}

function containerFor(
  existing: ConfigNode | undefined,
  next: string | number | undefined,
  origin: Origin,
): ConfigNode {
  if (typeof next === 'number') {
    if (existing?.kind === 'list' || existing?.kind === 'patch') return existing;
    return { kind: 'patch', origin, items: new Map() };
  }
  return existing?.kind === 'map' ? existing : emptyMap(origin);
}

export function childOf(node: ConfigNode | undefined, part: string | number): ConfigNode | undefined {
  if (node?.kind === 'map') return node.entries.get(String(part));
  if (node?.kind === 'list') return node.items[Number(part)];
  if (node?.kind === 'patch') return node.items.get(Number(part));
  return undefined;
}

/** The plain value of a tree, as the schema will see it. */
export function plainValue(node: ConfigNode): unknown {
  if (node.kind === 'leaf') return node.value;
  if (node.kind === 'list') return Array.from(node.items, (item) => (item ? plainValue(item) : undefined));
  if (node.kind === 'patch') {
    const list: unknown[] = new Array(Math.max(...node.items.keys()) + 1).fill(undefined);
    for (const [index, item] of node.items) list[index] = plainValue(item);
    return list;
  }
  const value: Record<string, unknown> = {};
  for (const [key, item] of node.entries) {
    // Assigning to `__proto__` would change the object's prototype instead of showing the key to the schema.
    Object.defineProperty(value, key, {
      value: plainValue(item),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return value;
}
