import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

export interface JsonSchemaNames {
  /** The schema's `$id`: a URI, for instance `urn:benchwright:config:rest-grpc-compare`. */
  id: string;
  title: string;
  description?: string;
}

/**
 * The JSON Schema (draft 2020-12) of what a user may write: defaults are optional, units may be text, unknown keys
 * are errors. Defaults are shown in the form a user would write them. Throws if the schema has a part that JSON
 * Schema cannot express.
 */
export function configToJsonSchema(schema: z.ZodType, names: JsonSchemaNames): JsonSchema {
  const body = toJsonSchema(schema, 'input');
  const properties = body.properties;
  if (typeof properties === 'object' && properties !== null && !('$schema' in properties)) {
    // parseConfig drops this key, which editors put at the top of a JSON file.
    body.properties = { $schema: { type: 'string' }, ...properties };
  }
  return named(body, names);
}

/** The JSON Schema (draft 2020-12) of what this package writes and other tools read. */
export function dataToJsonSchema(schema: z.ZodType, names: JsonSchemaNames): JsonSchema {
  return named(toJsonSchema(schema, 'output'), names);
}

/** The text of a schema file: stable, so that a changed schema is a readable diff. */
export function jsonSchemaText(schema: JsonSchema): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function named({ $schema, ...body }: JsonSchema, { id, title, description }: JsonSchemaNames): JsonSchema {
  return { $schema, $id: id, title, ...(description === undefined ? {} : { description }), ...body };
}

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const json = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    override: ({ zodSchema, jsonSchema }) => {
      const node = jsonSchema as JsonSchema;
      if (node.secret !== undefined) {
        delete node.secret;
        node.writeOnly = true;
      }
      if (io === 'input') showDefault(zodSchema, node);
    },
  });
  return json as JsonSchema;
}

/** zod leaves out the default of a schema that converts, because it is a value of the output side: convert it back. */
function showDefault(schema: z.core.$ZodType, node: JsonSchema): void {
  const def = (schema as z.core.$ZodTypes)._zod.def;
  if (def.type !== 'default' || node.default !== undefined) return;
  const encoded = z.safeEncode(def.innerType, def.defaultValue);
  if (encoded.success) node.default = encoded.data;
}
