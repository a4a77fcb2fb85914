import { z } from 'zod';
import { variantsOf } from '../introspect/schema-walk.js';

/** True when the schema, or one that it wraps, was declared with `.meta({ secret: true })`. */
export function isMarkedSecret(schema: z.core.$ZodType): boolean {
  return layersOf(schema).some((layer) => z.globalRegistry.get(layer)?.secret === true);
}

function layersOf(schema: z.core.$ZodType): z.core.$ZodType[] {
  const layers: z.core.$ZodType[] = [schema];
  let def = (schema as z.core.$ZodTypes)._zod.def;
  while ('innerType' in def) {
    layers.push(def.innerType);
    def = (def.innerType as z.core.$ZodTypes)._zod.def;
  }
  return [...layers, ...variantsOf(schema)];
}
