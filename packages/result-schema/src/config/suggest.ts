import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import { pathText } from '../introspect/path-text.js';
import { childSchemas, knownKeysAt, shapeOf, variantsOf } from '../introspect/schema-walk.js';
import type { ConfigPath } from './source.js';

/** Keys nested deeper than this are not looked for elsewhere: a schema may be recursive. */
const SEARCH_DEPTH = 6;

/**
 * The candidate that was probably meant by `word`, or undefined when none is near: at most a third of its letters
 * may differ, case and `-` or `_` not counted. Two letters swapped count as one mistake.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const plain = new Map(candidates.map((candidate) => [simplify(candidate), candidate]));
  const best = closest(simplify(word), [...plain.keys()]);
  const allowed = Math.max(1, Math.floor(Math.max(word.length, best.length) / 3));
  const mistakes = distance(simplify(word), best) - (sameLetters(simplify(word), best) ? 1 : 0);
  return mistakes <= allowed ? plain.get(best) : undefined;
}

function sameLetters(a: string, b: string): boolean {
  return [...a].sort().join('') === [...b].sort().join('');
}

function simplify(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '');
}

export interface KeyAdvice {
  /** Set when a key of the same mapping was meant. */
  sibling?: string;
  /** What to show: a sibling, or the full path of a key of this name elsewhere in the config. */
  suggestion?: string;
  known: string[];
}

/** Advice on a key that the schema does not know at `path`. */
export function adviseKey(schema: z.core.$ZodType, path: ConfigPath, key: string, value: unknown): KeyAdvice {
  const known = knownKeysAt(schema, path, value);
  const sibling = nearest(key, known);
  if (sibling !== undefined) return { sibling, suggestion: sibling, known };
  const elsewhere = findKey([schema], simplify(key), []);
  return elsewhere === undefined ? { known } : { suggestion: pathText(elsewhere), known };
}

function findKey(schemas: readonly z.core.$ZodType[], key: string, path: string[]): string[] | undefined {
  if (path.length >= SEARCH_DEPTH) return undefined;
  const shapes = schemas.flatMap((schema) => variantsOf(schema)).map(shapeOf);
  const names = [...new Set(shapes.flatMap((shape) => Object.keys(shape ?? {})))];
  const here = names.find((name) => simplify(name) === key);
  if (here !== undefined) return [...path, here];
  for (const name of names) {
    const found = findKey(childSchemas(schemas, name), key, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}
