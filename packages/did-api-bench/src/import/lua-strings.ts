/** One constant of a script: a text or a number. */
export interface LuaConstant {
  readonly value: string;
  /** What stands behind it in the script. */
  readonly rest: string;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\n': '\n',
};

/**
 * The constant that a piece of Lua 5.1 begins with: '…', "…", [[…]] (with any number of =) or a number; several texts joined by `..` are one. Null where anything else
 * stands, such as a call or a variable. Pure.
 */
export function luaConstant(source: string): LuaConstant | null {
  const first = oneConstant(source.trimStart());
  if (first === null) return null;
  const joined = /^\s*\.\.\s*/.exec(first.rest);
  if (joined === null) return first;
  const other = luaConstant(first.rest.slice(joined[0].length));
  return other === null ? null : { value: first.value + other.value, rest: other.rest };
}

function oneConstant(source: string): LuaConstant | null {
  const number = /^\d+(?:\.\d+)?/.exec(source)?.[0];
  if (number !== undefined) return { value: number, rest: source.slice(number.length) };
  const long = /^\[(=*)\[\n?([\s\S]*?)\]\1\]/.exec(source);
  if (long !== null) return { value: long[2] ?? '', rest: source.slice(long[0].length) };
  const quoted = /^(["'])((?:\\[\s\S]|(?!\1)[^\\\n])*)\1/.exec(source);
  if (quoted === null) return null;
  return { value: unescaped(quoted[2] ?? ''), rest: source.slice(quoted[0].length) };
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(\d{1,3}|[\s\S])/g, (_, code: string) =>
    /^\d/.test(code) ? String.fromCharCode(Number(code)) : (SIMPLE_ESCAPES[code] ?? code),
  );
}
