import type { FactorValue } from '@benchwright/result-schema';

/** Which cells a condition is about: those that meet every term. */
export interface CellFilter {
  readonly terms: readonly CellTerm[];
  /** As written. */
  readonly text: string;
}

/** A factor, or `cell` for the id, that has (`equal`) or has not one of the values; `*` and `?` in a value stand for any text and any character. */
export interface CellTerm {
  readonly key: string;
  readonly equal: boolean;
  readonly values: readonly string[];
}

/** What a filter looks at. */
export interface FilteredCell {
  readonly id: string;
  readonly factors?: Readonly<Record<string, FactorValue>>;
}

const TERM = /^(\s*)([A-Za-z_][\w.-]*)(\s*)(!=|=)(\s*)(.*?)\s*$/s;

/** Reads `protocol=rest|grpc and concurrency!=10 and cell='a b*'`; a problem says at which offset. Pure. */
export function parseCellFilter(
  text: string,
): CellFilter | { readonly offset: number; readonly problem: string } {
  const terms: CellTerm[] = [];
  for (const { part, at } of splitOutsideQuotes(text, / and /y)) {
    const match = TERM.exec(part);
    const offset = at + part.length - part.trimStart().length;
    if (match === null) {
      return {
        offset,
        problem: `expected a factor and its value, such as protocol=rest or cell=rest-*, got '${part.trim()}'`,
      };
    }
    const [, , key = '', , operator, , valueText = ''] = match;
    const values = splitOutsideQuotes(valueText, /\|/y).map(({ part: value }) => unquoted(value.trim()));
    if (values.includes(''))
      return {
        offset,
        problem: `${key}${operator} needs a value, such as ${key}${operator}rest or ${key}${operator}a|b`,
      };
    terms.push({ key, equal: operator === '=', values });
  }
  return { terms, text: text.trim() };
}

/** Whether a cell is one of those that the filter is about; every cell is where there is none. A factor that a cell lacks equals nothing. Pure. */
export function cellMatches(filter: CellFilter | undefined, { id, factors = {} }: FilteredCell): boolean {
  return (filter?.terms ?? []).every(({ key, equal, values }) => {
    const actual = Object.hasOwn(factors, key) ? factors[key] : key === 'cell' ? id : undefined;
    const has = actual !== undefined && values.some((value) => globMatches(value, String(actual)));
    return has === equal;
  });
}

/** What there is to filter by, for a filter that no cell meets: `cell (a, b), protocol (rest, grpc)`. Pure. */
export function filterChoices(cells: readonly FilteredCell[]): string {
  const choices = new Map<string, Set<string>>([['cell', new Set(cells.map(({ id }) => id))]]);
  for (const { factors = {} } of cells) {
    for (const [key, value] of Object.entries(factors)) {
      choices.set(key, (choices.get(key) ?? new Set()).add(String(value)));
    }
  }
  return [...choices].map(([key, values]) => `${key} (${fewOf([...values])})`).join(', ');
}

const SHOWN_VALUES = 6;

function fewOf(values: readonly string[]): string {
  const shown = values.slice(0, SHOWN_VALUES).join(', ');
  return values.length > SHOWN_VALUES ? `${shown} and ${values.length - SHOWN_VALUES} more` : shown;
}

/** Backtracks to the last `*` only, so that no pattern takes more than length × length steps, as an expression made of it could. */
function globMatches(glob: string, text: string): boolean {
  let g = 0;
  let t = 0;
  let star = -1;
  let resumeAt = 0;
  while (t < text.length) {
    if (glob[g] === '*') {
      star = g++;
      resumeAt = t;
    } else if (g < glob.length && (glob[g] === '?' || glob[g] === text[t])) {
      g++;
      t++;
    } else if (star >= 0) {
      g = star + 1;
      t = ++resumeAt;
    } else return false;
  }
  while (glob[g] === '*') g++;
  return g === glob.length;
}

/** The parts of a text between separators (a sticky expression) that stand in no quotes, each with its offset. */
export function splitOutsideQuotes(text: string, separator: RegExp): { part: string; at: number }[] {
  const parts: { part: string; at: number }[] = [];
  let quote = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quote !== '') {
      if (character === quote) quote = '';
      continue;
    }
    if (character === "'" || character === '"') quote = character;
    separator.lastIndex = i;
    const found = separator.exec(text);
    if (found === null) continue;
    parts.push({ part: text.slice(from, i), at: from });
    from = i + found[0].length;
    i = from - 1;
  }
  return [...parts, { part: text.slice(from), at: from }];
}

function unquoted(text: string): string {
  const quoted = /^(['"])(.*)\1$/s.exec(text);
  return quoted === null ? text : quoted[2]!;
}
