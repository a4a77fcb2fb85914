import { z } from 'zod';

/**
 * A list of names in a config: a list (`[rest, grpc]`), or text with commas (`rest,grpc`), which is what a flag can say.
 * Yields each name once, in the order given; an empty list is an error.
 */
export function nameList<const Names extends readonly [string, ...string[]]>(names: Names) {
  const wanted = `must be one or more of ${names.join(', ')}`;
  const explain = ({ input }: { readonly input?: unknown }): string =>
    `${wanted}, got ${JSON.stringify(input)?.slice(0, 80)}`;
  const one = `(${names.join('|')})`;
  const text = z.string().regex(new RegExp(`^\\s*${one}(\\s*,\\s*${one})*\\s*$`), { error: explain });
  const list = z.array(z.enum(names, { error: explain }), { error: explain }).min(1, { error: explain });
  return z.codec(z.union([list, text], { error: explain }), list, {
    decode: (input) =>
      unique(
        typeof input === 'string' ? input.split(',').map((name) => name.trim()) : input,
      ) as Names[number][],
    encode: (value) => value,
  });
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
