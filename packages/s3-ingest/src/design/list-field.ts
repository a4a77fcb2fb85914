import { z } from 'zod';

const MOST_LEVELS = 20;

/** Levels of a numeric factor: a list, one number, or text with commas, which is what a flag or a variable can say. Yields each once. */
export function levelList({ least, most }: { readonly least: number; readonly most: number }) {
  const wanted = `must be whole numbers from ${least} to ${most}, such as ${least} or [${least}, ${least + 1}]`;
  const error = ({ input }: { readonly input?: unknown }): string =>
    `${wanted}, got ${JSON.stringify(input)?.slice(0, 80)}`;
  const level = z.int({ error }).min(least, { error }).max(most, { error });
  const text = z
    .string()
    .refine((value) => numbersOf(value).every((one) => level.safeParse(one).success), { error });
  const list = z.array(level, { error }).min(1, { error }).max(MOST_LEVELS, { error });
  return z.codec(z.union([list, level, text], { error }), list, {
    decode: (input) => unique(typeof input === 'string' ? numbersOf(input) : [input].flat()),
    encode: (levels) => levels,
  });
}

/** Words out of a few: a list, or text with commas. Yields each once. */
export function wordList<const Words extends readonly [string, ...string[]]>(words: Words) {
  const error = ({ input }: { readonly input?: unknown }): string =>
    `must be one or more of ${words.join(', ')}, got ${JSON.stringify(input)?.slice(0, 80)}`;
  const list = z.array(z.enum(words, { error }), { error }).min(1, { error });
  const text = z.string().refine((value) => list.safeParse(partsOf(value)).success, { error });
  return z.codec(z.union([list, text], { error }), list, {
    decode: (input) => unique(typeof input === 'string' ? partsOf(input) : input) as Words[number][],
    encode: (value) => value,
  });
}

function partsOf(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

function numbersOf(text: string): number[] {
  return partsOf(text).map((part) => (/^\d+$/.test(part) ? Number(part) : Number.NaN));
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
