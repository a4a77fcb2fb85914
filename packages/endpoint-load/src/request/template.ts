import { BenchwrightError } from '@benchwright/result-schema';

/** A place in a request that every request fills with a value of its own. */
export type Field =
  /** A whole number, uniform from `least` to `most`, both included. */
  | { readonly kind: 'int'; readonly least: number; readonly most: number }
  /** A random UUID of version 4. */
  | { readonly kind: 'uuid' }
  /** The number of the request, counted from `first`: no two requests of a run have the same. */
  | { readonly kind: 'seq'; readonly first: number };

/** Text as it is, or a field. */
export type TemplatePart = string | Field;

/** A text with fields that cannot be. */
export class TemplateError extends BenchwrightError {
  constructor(problem: string) {
    super('ERR_TEMPLATE', problem);
  }
}

const OPEN = '{{';
const CLOSE = '}}';
const KNOWN = '{{int 1 10000}}, {{uuid}} and {{seq}}';

/**
 * Splits a text at its fields: `/users/{{int 1 10000}}`, `{{uuid}}`, `{{seq}}` or `{{seq 1000}}` (counted from 1000).
 *
 * @throws TemplateError naming the field that is wrong
 */
export function parseTemplate(text: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (let open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
    const close = text.indexOf(CLOSE, open);
    if (close < 0) throw new TemplateError(`'${shown(text.slice(open))}' has no }} at its end`);
    if (open > at) parts.push(text.slice(at, open));
    parts.push(parseField(text.slice(open + OPEN.length, close)));
    at = close + CLOSE.length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

/** What is wrong with the fields of a text, or null. */
export function templateProblem(text: string): string | null {
  try {
    parseTemplate(text);
    return null;
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

function parseField(inside: string): Field {
  const [name = '', ...words] = inside.trim().split(/\s+/);
  switch (name) {
    case 'int':
      return intField(inside, words);
    case 'uuid':
      if (words.length > 0) throw new TemplateError(`{{${shown(inside)}}} takes nothing after uuid`);
      return { kind: 'uuid' };
    case 'seq':
      return seqField(inside, words);
    default:
      throw new TemplateError(`there is no field {{${shown(inside)}}}; known are ${KNOWN}`);
  }
}

function intField(inside: string, words: readonly string[]): Field {
  const [least = Number.NaN, most = Number.NaN] = words.map(wholeNumber);
  if (words.length !== 2 || !(least <= most)) {
    throw new TemplateError(
      `{{${shown(inside)}}} needs two whole numbers, the smaller first, such as {{int 1 10000}}`,
    );
  }
  return { kind: 'int', least, most };
}

function seqField(inside: string, words: readonly string[]): Field {
  const [first = Number.NaN] = words.length === 0 ? [0] : words.map(wholeNumber);
  if (words.length > 1 || Number.isNaN(first)) {
    throw new TemplateError(`{{${shown(inside)}}} takes one whole number to count from, or none`);
  }
  return { kind: 'seq', first };
}

/** From 0 to 2^53 − 1, or NaN. */
function wholeNumber(word: string): number {
  const number = /^\d{1,16}$/.test(word) ? Number(word) : Number.NaN;
  return Number.isSafeInteger(number) ? number : Number.NaN;
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
