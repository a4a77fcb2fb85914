import type { z } from 'zod';
import { childSchemas, discriminatorsOf } from '../introspect/schema-walk.js';
import type { Origin } from './source.js';
import type { ConfigNode, MapNode } from './tree.js';
import { childOf, emptyMap, setEntry } from './tree.js';

type Schemas = readonly z.core.$ZodType[];

/**
 * Lays `high` over `low`. Mappings merge key by key, everything else replaces. Where the schema has a discriminated
 * union and `high` chooses another variant, `high` starts afresh: a file that says `model: constant` must not
 * inherit `concurrency` from a default that said `model: closed`.
 */
export function mergeTrees(low: ConfigNode | undefined, high: ConfigNode, schemas: Schemas): ConfigNode {
  if (low === undefined) return high;
  if (high.kind === 'patch' && (low.kind === 'list' || low.kind === 'patch'))
    return patchList(low, high, schemas);
  if (high.kind !== 'map' || low.kind !== 'map' || choosesAnotherVariant(low, high, schemas)) return high;
  const merged = emptyMap(originOfMerged(low.origin, high.origin));
  for (const [key, node] of low.entries) setEntry(merged, key, low.keys.get(key) ?? low.origin, node);
  for (const [key, node] of high.entries) {
    const value = mergeTrees(low.entries.get(key), node, childSchemas(schemas, key));
    setEntry(merged, key, high.keys.get(key) ?? high.origin, value);
  }
  return merged;
}

function patchList(
  low: Extract<ConfigNode, { kind: 'list' | 'patch' }>,
  patch: Extract<ConfigNode, { kind: 'patch' }>,
  schemas: Schemas,
): ConfigNode {
  const merge = (index: number, node: ConfigNode): ConfigNode =>
    mergeTrees(childOf(low, index), node, childSchemas(schemas, index));
  if (low.kind === 'list') {
    const items = [...low.items];
    for (const [index, node] of patch.items) items[index] = merge(index, node);
    return { ...low, items };
  }
  const items = new Map(low.items);
  for (const [index, node] of patch.items) items.set(index, merge(index, node));
  return { ...low, items };
}

function choosesAnotherVariant(low: MapNode, high: MapNode, schemas: Schemas): boolean {
  return discriminatorsOf(schemas).some((key) => {
    const [before, after] = [low.entries.get(key), high.entries.get(key)];
    return before?.kind === 'leaf' && after?.kind === 'leaf' && before.value !== after.value;
  });
}

/** A key missing from a merged mapping is best added in the file, so the file's place is the one to name. */
function originOfMerged(low: Origin, high: Origin): Origin {
  if (high.kind === 'file') return high;
  return low.kind === 'file' ? low : high;
}
