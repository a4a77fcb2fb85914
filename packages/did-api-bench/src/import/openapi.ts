import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import type { Imported, ImportedRequest } from './imported-request.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\b/;

const node = z.looseObject({});
const media = z.looseObject({
  example: z.unknown().optional(),
  examples: z.record(z.string(), z.looseObject({ value: z.unknown().optional() })).optional(),
  schema: node.optional(),
});
const operation = z.looseObject({
  requestBody: z
    .looseObject({ required: z.boolean().optional(), content: z.record(z.string(), media).optional() })
    .optional(),
});
const documentSchema = z.looseObject({
  openapi: z.string().regex(/^3\./, { error: 'only OpenAPI 3 is read' }),
  paths: z.record(z.string(), node),
});

type Media = z.output<typeof media>;

/**
 * The requests of an OpenAPI 3 document (YAML or JSON): one for each example of a body, and one for each call without a body. Calls whose body has no example, and paths with
 * parameters, are left out: nothing is made up. `$ref`s within the document are followed. Pure.
 */
export function importOpenApi(text: string): Imported {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    const line = error instanceof YAMLParseError ? (error.linePos?.[0].line ?? 1) : 1;
    return {
      problems: [
        { line, message: `cannot be read: ${error instanceof Error ? error.message : String(error)}` },
      ],
    };
  }
  const parsed = documentSchema.safeParse(document);
  if (!parsed.success) {
    const [first] = parsed.error.issues;
    const message = `is no OpenAPI document: ${first?.path.join('.')}: ${first?.message}`;
    return { problems: [{ line: 1, message }] };
  }
  const requests = Object.entries(parsed.data.paths).flatMap(([path, item]) =>
    path.includes('{') ? [] : ofPath(path, follow(document, item), document),
  );
  return requests.length > 0
    ? { requests }
    : { problems: [{ line: 1, message: 'has no call that could be made: give bodies an example' }] };
}

function ofPath(path: string, item: unknown, document: unknown): ImportedRequest[] {
  if (typeof item !== 'object' || item === null) return [];
  return METHODS.flatMap((method): ImportedRequest[] => {
    const call = operation.safeParse(resolved((item as Readonly<Record<string, unknown>>)[method], document));
    if (!call.success) return [];
    const name = { method: method.toUpperCase(), path };
    const content = call.data.requestBody?.content;
    if (content === undefined) return method === 'get' || method === 'delete' ? [name] : [];
    const found = Object.entries(content).find(([type]) => JSON_TYPE.test(type));
    if (found === undefined) return [];
    const [type, body] = found;
    return examplesOf(body).map((example) => ({ ...name, headers: { 'Content-Type': type }, body: example }));
  });
}

function examplesOf({ example, examples, schema }: Media): unknown[] {
  if (example !== undefined) return [example];
  const named = Object.values(examples ?? {}).flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (named.length > 0) return named;
  const ofSchema = schema?.example ?? (Array.isArray(schema?.examples) ? schema.examples[0] : undefined);
  return ofSchema === undefined ? [] : [ofSchema];
}

/** Deeper than any document; a document whose references go round must end. */
const DEEPEST = 32;

/** The value with its references followed, down to the examples. */
function resolved(value: unknown, document: unknown, depth = 0): unknown {
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => resolved(one, document, depth + 1));
  const target = follow(document, value);
  if (target !== value) return resolved(target, document, depth + 1);
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      key,
      key === 'properties' ? one : resolved(one, document, depth + 1),
    ]),
  );
}

/** What `{$ref: '#/a/b'}` stands for; anything else is itself. */
function follow(document: unknown, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value;
  const { $ref } = value;
  if (typeof $ref !== 'string' || !$ref.startsWith('#/')) return value;
  let found: unknown = document;
  for (const part of $ref.slice(2).split('/')) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    found =
      typeof found === 'object' && found !== null
        ? (found as Readonly<Record<string, unknown>>)[key]
        : undefined;
  }
  return found ?? value;
}
