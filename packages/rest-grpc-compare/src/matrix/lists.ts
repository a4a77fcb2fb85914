import { z } from 'zod';

/** How a list in a config is written as one text, and what is wrong with a member. */
export interface TextListRules {
  /** Takes a text apart. */
  readonly split: (text: string) => string[];
  /** What is wrong with a member, or null. */
  readonly problemOf: (member: string) => string | null;
  /** For the schema: what a member looks like. */
  readonly wanted: string;
}

/** A list of texts in a config: a list, or one text, which is what a flag can say. Yields each member once, in the order given. */
export function textList({ split, problemOf, wanted }: TextListRules) {
  const explain = ({ input }: { readonly input?: unknown }): string =>
    `must be one or more of ${wanted}, got ${JSON.stringify(input)?.slice(0, 80)}`;
  const member = z.string().superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });
  const list = z.array(member, { error: explain }).min(1, { error: explain });
  return z.codec(z.union([z.array(z.string()), z.string()], { error: explain }), list, {
    decode: (input) => [
      ...new Set((typeof input === 'string' ? split(input) : input).map((text) => text.trim())),
    ],
    encode: (value) => value,
  });
}

/** A list of whole numbers from 1 to `most` in a config: a list, or text with commas. Yields each once, in ascending order. */
export function countList(most: number) {
  const explain = ({ input }: { readonly input?: unknown }): string =>
    `must be one or more whole numbers from 1 to ${most}, such as 1,8,64, got ${JSON.stringify(input)?.slice(0, 80)}`;
  const list = z
    .array(z.int({ error: explain }).min(1, { error: explain }).max(most, { error: explain }), {
      error: explain,
    })
    .min(1, { error: explain });
  const single = z.number({ error: explain });
  return z.codec(z.union([z.array(single), single, z.string()], { error: explain }), list, {
    decode: (input) => {
      const members = typeof input === 'string' ? input.split(',') : [input].flat();
      const numbers = members.map((part) =>
        typeof part === 'string' && part.trim() === '' ? Number.NaN : Number(part),
      );
      return [...new Set(numbers)].sort((a, b) => a - b);
    },
    encode: (value) => value,
  });
}
