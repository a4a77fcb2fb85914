import type { z } from 'zod';
import { pathText } from './path-text.js';

export type TolerantParse<T> =
  | { ok: true; value: T; ignoredKeys: string[] }
  | { ok: false; issues: readonly z.core.$ZodIssue[] };

/**
 * Checks data that a later release of the same schema version may have written: keys that this one does not know are
 * left out and named, anything else that does not fit is an error. The data is not changed.
 */
export function parseTolerant<S extends z.ZodType>(schema: S, data: unknown): TolerantParse<z.output<S>> {
  const strict = schema.safeParse(data);
  if (strict.success) return { ok: true, value: strict.data, ignoredKeys: [] };
  const paths = strict.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [],
  );
  if (paths.length === 0) return { ok: false, issues: strict.error.issues };
  const copy: unknown = structuredClone(data);
  for (const path of paths) removeAt(copy, path);
  const lenient = schema.safeParse(copy);
  if (!lenient.success) return { ok: false, issues: lenient.error.issues };
  return { ok: true, value: lenient.data, ignoredKeys: paths.map(pathText) };
}

function removeAt(data: unknown, path: readonly PropertyKey[]): void {
  let here: unknown = data;
  for (const part of path.slice(0, -1)) {
    if (typeof here !== 'object' || here === null) return;
    here = (here as Record<PropertyKey, unknown>)[part];
  }
  const last = path.at(-1);
  if (typeof here === 'object' && here !== null && last !== undefined) Reflect.deleteProperty(here, last);
}
