import { entriesOf, HCL_FUNCTIONS } from './hcl-functions.js';
import { interpolationEnd, type Token, tokensOf } from './hcl-tokens.js';

/** What names mean: `var`, `local`, `each` and resources, each an object. */
export type Scope = Readonly<Record<string, unknown>>;
type Node = (scope: Scope) => unknown;

const BINARY: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['==', '!='],
  ['<', '<=', '>', '>='],
  ['+', '-'],
  ['*', '/', '%'],
];

/**
 * The value of a string as hcl2json gives it: text with `${…}` in it, or one such alone, which keeps its type. Covers what the Terraform of
 * this package uses, and throws for anything else.
 */
export function evaluate(template: string, scope: Scope): unknown {
  const parts: unknown[] = [];
  let at = 0;
  for (let start = template.indexOf('${'); start >= 0; start = template.indexOf('${', at)) {
    if (start > at) parts.push(template.slice(at, start));
    const end = interpolationEnd(template, start);
    parts.push(new Parser(tokensOf(template.slice(start + 2, end - 1))).whole()(scope));
    at = end;
  }
  if (at < template.length) parts.push(template.slice(at));
  return parts.length === 1 ? parts[0] : parts.map(String).join('');
}

/** Every string in a value evaluated, however deep. */
export function evaluateAll(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return evaluate(value, scope);
  if (Array.isArray(value)) return value.map((element) => evaluateAll(element, scope));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, evaluateAll(member, scope)]));
}

/** Recursive descent over HCL's expression grammar (hcl/hclsyntax/spec.md). */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  whole(): Node {
    const node = this.#expression();
    this.#newlines();
    if (this.#peek().kind !== 'end') throw new Error(`unexpected ${this.#peek().text}`);
    return node;
  }

  #expression(): Node {
    const condition = this.#binary(0);
    if (!this.#takes('?')) return condition;
    const yes = this.#expression();
    this.#expect(':');
    const no = this.#expression();
    return (scope) => (condition(scope) === true ? yes(scope) : no(scope));
  }

  #binary(level: number): Node {
    const signs = BINARY[level];
    if (signs === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (let sign = this.#takesOne(signs); sign !== undefined; sign = this.#takesOne(signs)) {
      const [operator, before, right] = [sign, left, this.#binary(level + 1)];
      left = (scope) => apply(operator, before(scope), right(scope));
    }
    return left;
  }

  #unary(): Node {
    const sign = this.#takesOne(['-', '!']);
    if (sign === undefined) return this.#postfix(this.#primary());
    const operand = this.#unary();
    return (scope) => (sign === '-' ? -Number(operand(scope)) : operand(scope) !== true);
  }

  #postfix(node: Node): Node {
    for (;;) {
      const inner = node;
      // A newline ends an expression unless brackets or an operator go on with it.
      if (this.#takes('.', false)) {
        const name = this.#next().text;
        node = (scope) => member(inner(scope), name);
      } else if (this.#takes('[', false)) {
        const index = this.#expression();
        this.#expect(']');
        node = (scope) => member(inner(scope), index(scope));
      } else return node;
    }
  }

  #primary(): Node {
    this.#newlines();
    const { kind, text } = this.#next();
    if (kind === 'number') return () => Number(text);
    if (kind === 'string') return (scope) => evaluate(JSON.parse(`"${quoted(text)}"`) as string, scope);
    if (kind === 'name') return this.#named(text);
    if (text === '[') return this.#list();
    if (text === '{') return this.#object();
    if (text !== '(') throw new Error(`unexpected ${JSON.stringify(text)}`);
    const node = this.#expression();
    this.#expect(')');
    return node;
  }

  #named(name: string): Node {
    if (name === 'true' || name === 'false') return () => name === 'true';
    if (name === 'null') return () => null;
    if (!this.#takes('(', false)) return (scope) => member(scope, name);
    const values = this.#until(')', () => this.#expression());
    const call = HCL_FUNCTIONS[name];
    if (call === undefined) throw new Error(`no such function: ${name}`);
    return (scope) => call(...values.map((value) => value(scope)));
  }

  #list(): Node {
    if (this.#takes('for')) {
      const { source, names } = this.#loop();
      const element = this.#expression();
      const condition = this.#condition();
      this.#expect(']');
      return (scope) => iterations(source(scope), names, scope).filter(condition).map(element);
    }
    const elements = this.#until(']', () => this.#expression());
    return (scope) => elements.map((element) => element(scope));
  }

  #object(): Node {
    if (this.#takes('for')) return this.#objectFor();
    const members = this.#until('}', () => {
      const key = this.#key();
      if (!this.#takes('=')) this.#expect(':');
      return { key, value: this.#expression() };
    });
    return (scope) => Object.fromEntries(members.map(({ key, value }) => [String(key(scope)), value(scope)]));
  }

  /** A bare name is a key, not a reference. */
  #key(): Node {
    this.#newlines();
    const { kind, text } = this.#peek();
    if (kind !== 'name') return this.#expression();
    this.#at++;
    return () => text;
  }

  #objectFor(): Node {
    const { source, names } = this.#loop();
    const key = this.#expression();
    this.#expect('=>');
    const value = this.#expression();
    const isGrouped = this.#takes('...');
    const condition = this.#condition();
    this.#expect('}');
    return (scope) => {
      const result: Record<string, unknown> = {};
      for (const inner of iterations(source(scope), names, scope).filter(condition)) {
        const name = String(key(inner));
        if (!isGrouped && name in result) throw new Error(`two members are called ${name}`);
        result[name] = isGrouped ? [...((result[name] as unknown[]) ?? []), value(inner)] : value(inner);
      }
      return result;
    };
  }

  #loop(): { source: Node; names: string[] } {
    const names = [this.#next().text];
    if (this.#takes(',')) names.push(this.#next().text);
    this.#expect('in');
    const source = this.#expression();
    this.#expect(':');
    return { source, names };
  }

  #condition(): (scope: Scope) => boolean {
    if (!this.#takes('if')) return () => true;
    const condition = this.#expression();
    return (scope) => condition(scope) === true;
  }

  /** Items up to a closing bracket, apart by commas or newlines. */
  #until<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    while (!this.#takes(close)) {
      items.push(item());
      this.#takes(',');
    }
    return items;
  }

  #newlines(): void {
    while (this.#tokens[this.#at]?.kind === 'newline') this.#at++;
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #next(): Token {
    const token = this.#peek();
    this.#at++;
    return token;
  }

  #takes(text: string, pastNewlines = true): boolean {
    const before = this.#at;
    if (pastNewlines) this.#newlines();
    if (this.#peek().text === text && this.#peek().kind !== 'string') {
      this.#at++;
      return true;
    }
    this.#at = before;
    return false;
  }

  #takesOne(texts: readonly string[]): string | undefined {
    return texts.find((text) => this.#takes(text));
  }

  #expect(text: string): void {
    if (!this.#takes(text)) throw new Error(`${text} expected, got ${JSON.stringify(this.#peek().text)}`);
  }
}

function iterations(source: unknown, names: readonly string[], scope: Scope): Scope[] {
  return entriesOf(source).map(([key, value]) => {
    const [first = '', second] = names;
    return second === undefined ? { ...scope, [first]: value } : { ...scope, [first]: key, [second]: value };
  });
}

function member(value: unknown, name: unknown): unknown {
  const held =
    typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)[String(name)]
      : undefined;
  if (held === undefined) throw new Error(`no ${String(name)} here`);
  return held;
}

function apply(operator: string, left: unknown, right: unknown): unknown {
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (operator === '&&') return left === true && right === true;
  if (operator === '||') return left === true || right === true;
  const [a, b] = [Number(left), Number(right)];
  const results: Readonly<Record<string, unknown>> = {
    '<': a < b,
    '<=': a <= b,
    '>': a > b,
    '>=': a >= b,
    '+': a + b,
    '-': a - b,
    '*': a * b,
    '/': a / b,
    '%': a % b,
  };
  return results[operator];
}

/** The inside of a string token with quotes of its interpolations escaped for JSON. */
function quoted(token: string): string {
  return token.slice(1, -1).replaceAll(/(?<!\\)"/g, '\\"');
}
