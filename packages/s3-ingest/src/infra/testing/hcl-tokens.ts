/** A piece of an HCL expression. Newlines count only between the members of an object. */
export interface Token {
  readonly kind: 'number' | 'string' | 'name' | 'sign' | 'newline' | 'end';
  readonly text: string;
}

const SIGNS = ['...', '=>', '==', '!=', '<=', '>=', '&&', '||', ...'()[]{},:.?=<>+-*/%!'];

/** Splits the text of an expression into tokens. A string keeps its escapes and interpolations. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const space = /^[ \t\r]+|^(?:#|\/\/)[^\n]*/.exec(rest);
    const word = /^[A-Za-z_][\w-]*/.exec(rest);
    const number = /^\d+(?:\.\d+)?/.exec(rest);
    const sign = SIGNS.find((candidate) => rest.startsWith(candidate));
    if (space !== null) at += space[0].length;
    else if (rest.startsWith('\n')) at += add(tokens, 'newline', '\n');
    else if (rest.startsWith('"')) at += add(tokens, 'string', rest.slice(0, stringEnd(rest)));
    else if (word !== null) at += add(tokens, 'name', word[0]);
    else if (number !== null) at += add(tokens, 'number', number[0]);
    else if (sign !== undefined) at += add(tokens, 'sign', sign);
    else throw new Error(`no token begins with ${rest.slice(0, 20)}`);
  }
  return [...tokens, { kind: 'end', text: '' }];
}

function add(tokens: Token[], kind: Token['kind'], text: string): number {
  tokens.push({ kind, text });
  return text.length;
}

/** Where the string that `text` begins with ends: quotes inside an interpolation belong to it. */
function stringEnd(text: string): number {
  for (let at = 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text.startsWith('${', at)) at = interpolationEnd(text, at) - 1;
    else if (text[at] === '"') return at + 1;
  }
  throw new Error(`a string does not end: ${text.slice(0, 40)}`);
}

/** The position behind the `}` of the interpolation at `start`. */
export function interpolationEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '"') at += stringEnd(text.slice(at)) - 1;
    else if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at + 1;
  }
  throw new Error(`an interpolation does not end: ${text.slice(start, start + 40)}`);
}
