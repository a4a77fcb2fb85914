import { z } from 'zod';

type Schema = z.core.$ZodType;

/** Lazy schemas may refer to themselves: beyond this many wrappers there is nothing new to learn. */
const MAX_WRAPPERS = 32;

/**
 * The schemas that a value may meet once wrappers (optional, default, pipe, …) and unions are taken off. With a
 * `value`, a discriminated union yields only the variants that the value's discriminator chooses, if it chooses any.
 */
export function variantsOf(schema: Schema, value?: unknown, depth = 0): Schema[] {
  if (depth > MAX_WRAPPERS) return [];
  const inner = (next: Schema): Schema[] => variantsOf(next, value, depth + 1);
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
    case 'promise':
    case 'success':
      return inner(def.innerType);
    case 'pipe':
      return inner(isTransform(def.in) ? def.out : def.in);
    case 'lazy':
      return inner(def.getter());
    case 'intersection':
      return [...inner(def.left), ...inner(def.right)];
    case 'union':
      return chosenOptions(schema, def.options, value).flatMap(inner);
    default:
      return [schema];
  }
}

function isTransform(schema: Schema): boolean {
  return schema._zod.def.type === 'transform';
}

/** The key that tells the options of a discriminated union apart, or undefined for any other schema. */
function discriminatorOf(schema: Schema): string | undefined {
  const def = schema._zod.def;
  return 'discriminator' in def && typeof def.discriminator === 'string' ? def.discriminator : undefined;
}

function chosenOptions(union: Schema, options: readonly Schema[], value: unknown): readonly Schema[] {
  const key = discriminatorOf(union);
  if (key === undefined || typeof value !== 'object' || value === null) return options;
  const wanted: unknown = (value as Record<string, unknown>)[key];
  const chosen = options.filter((option) =>
    variantsOf(option).some((variant) => {
      const field = shapeOf(variant)?.[key];
      return field !== undefined && z.core.safeParse(field, wanted).success;
    }),
  );
  return chosen.length > 0 ? chosen : options;
}

/** The discriminator keys of all discriminated unions among these schemas, wrappers taken off. */
export function discriminatorsOf(schemas: readonly Schema[]): string[] {
  const keys = schemas.flatMap((schema) => unionsIn(schema, 0)).map(discriminatorOf);
  return keys.filter((key) => key !== undefined);
}

function unionsIn(schema: Schema, depth: number): Schema[] {
  if (depth > MAX_WRAPPERS) return [];
  const def = (schema as z.core.$ZodTypes)._zod.def;
  if (def.type === 'union') return [schema, ...def.options.flatMap((option) => unionsIn(option, depth + 1))];
  if (def.type === 'pipe') return unionsIn(isTransform(def.in) ? def.out : def.in, depth + 1);
  if (def.type === 'lazy') return unionsIn(def.getter(), depth + 1);
  return 'innerType' in def ? unionsIn(def.innerType, depth + 1) : [];
}

/** The fields of an object schema, by name; undefined for any other schema. */
export function shapeOf(schema: Schema): Readonly<Record<string, Schema>> | undefined {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  return def.type === 'object' ? def.shape : undefined;
}

/** The schemas one step down from `schemas`, by key or list index. */
export function childSchemas(schemas: readonly Schema[], part: string | number, value?: unknown): Schema[] {
  return schemas.flatMap((schema) => variantsOf(schema, value)).flatMap((schema) => childrenOf(schema, part));
}

function childrenOf(schema: Schema, part: string | number): Schema[] {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  switch (def.type) {
    case 'object': {
      const field = Object.hasOwn(def.shape, part) ? def.shape[part] : def.catchall;
      return field === undefined || field._zod.def.type === 'never' ? [] : [field];
    }
    case 'record':
      return [def.valueType];
    case 'array':
      return [def.element];
    case 'tuple': {
      const item = def.items[Number(part)] ?? def.rest;
      return item === null ? [] : [item];
    }
    default:
      return [];
  }
}

/** The schemas that apply at `path` below `schema`, following the discriminators that `value` has set. */
export function schemasAt(schema: Schema, path: readonly (string | number)[], value?: unknown): Schema[] {
  let schemas: Schema[] = [schema];
  let here = value;
  for (const part of path) {
    schemas = childSchemas(schemas, part, here);
    here = childValue(here, part);
  }
  return schemas;
}

/** The value one step down, or undefined where there is none. */
export function childValue(value: unknown, part: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
  return (value as Record<string | number, unknown>)[part];
}

/** The keys that the schema knows at `path`, in the order they were declared. */
export function knownKeysAt(schema: Schema, path: readonly (string | number)[], value?: unknown): string[] {
  const here = path.reduce(childValue, value);
  const shapes = schemasAt(schema, path, value).flatMap((found) => variantsOf(found, here).map(shapeOf));
  return [...new Set(shapes.flatMap((shape) => Object.keys(shape ?? {})))];
}
