import type { z } from 'zod';
import { schemasAt, variantsOf } from '../introspect/schema-walk.js';
import type { ConfigEntry } from './source.js';

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

/**
 * Flags and environment variables are always text. Where the schema takes no text but a number or a boolean, text
 * that reads as one becomes one; any other text stays as it is and the schema says what is wrong with it.
 */
export function coerceEntries(schema: z.core.$ZodType, entries: readonly ConfigEntry[]): ConfigEntry[] {
  return entries.map((entry) => {
    if (typeof entry.value !== 'string') return entry;
    const wanted = new Set(
      schemasAt(schema, entry.path)
        .flatMap((found) => variantsOf(found))
        .flatMap(acceptedTypes),
    );
    return { ...entry, value: coerceText(entry.value, wanted) };
  });
}

function coerceText(text: string, wanted: ReadonlySet<string>): unknown {
  if (wanted.has('string')) return text;
  const trimmed = text.trim();
  if (wanted.has('number') && NUMBER.test(trimmed)) return Number(trimmed);
  return wanted.has('boolean') ? (BOOLEANS.get(trimmed.toLowerCase()) ?? text) : text;
}

/** The `typeof` of what a schema takes, as far as it matters for text; anything unusual counts as taking text. */
function acceptedTypes(schema: z.core.$ZodType): string[] {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case 'number':
    case 'boolean':
      return [def.type];
    case 'literal':
      return def.values.map((value) => typeof value);
    case 'enum':
      return Object.values(def.entries).map((value) => typeof value);
    case 'null':
    case 'undefined':
    case 'object':
    case 'array':
      return [];
    default:
      return ['string'];
  }
}
