import type { Imported, ImportProblem } from './imported-request.js';
import { luaConstant } from './lua-strings.js';

const ASSIGNMENT = /^[ \t]*wrk\.(\w+)\s*(?:\[\s*(["'])([^"'\n]+)\2\s*\]|\.(\w+))?\s*=(?!=)\s*/gm;
/** What wrk calls for every request: what it returns cannot be told without running it. */
const HOOK = /^[ \t]*(?:function\s+(request|delay|response)\b|(request|delay|response)\s*=\s*function)/m;
const HEADERS = 'headers';

/**
 * The request of a Lua script for wrk: its constants `wrk.method`, `wrk.path`, `wrk.body` and `wrk.headers[…]`. The script is read, never run: a value that is
 * not a constant, and a function that makes requests, are problems with their lines. Pure.
 */
export function importWrkLua(text: string): Imported {
  const source = withoutComments(text);
  const problems: ImportProblem[] = [];
  const lineOf = (at: number): number => source.slice(0, at).split('\n').length;
  const hook = HOOK.exec(source);
  if (hook !== null) {
    const name = hook[1] ?? hook[2];
    const message = `function ${name} makes what is sent while wrk runs, which cannot be imported: write the requests as JSON lines`;
    problems.push({ line: lineOf(hook.index), message });
  }
  const fields: { method?: string; path?: string; body?: string } = {};
  const headers: Record<string, string> = {};
  for (const found of source.matchAll(ASSIGNMENT)) {
    const [whole, field = '', , quoted, dotted] = found;
    const constant = luaConstant(source.slice(found.index + whole.length));
    const header = quoted ?? dotted;
    const isKnown = field === HEADERS ? header !== undefined : isRequestField(field) && header === undefined;
    if (field === HEADERS && header === undefined) {
      problems.push({
        line: lineOf(found.index),
        message: "wrk.headers is set as a whole: set wrk.headers['Name'] one by one",
      });
    }
    if (!isKnown) continue;
    if (constant === null) {
      const line = lineOf(found.index);
      problems.push({
        line,
        message: `the value of wrk.${field} is not a constant: only constants are imported`,
      });
    } else if (field === HEADERS) headers[header ?? ''] = constant.value;
    else if (isRequestField(field)) fields[field] = constant.value;
  }
  if (problems.length > 0) return { problems };
  if (Object.keys(fields).length === 0 && Object.keys(headers).length === 0) {
    return {
      problems: [{ line: 1, message: 'sets none of wrk.method, wrk.path, wrk.body and wrk.headers' }],
    };
  }
  return { requests: [{ ...fields, headers }] };
}

function isRequestField(field: string): field is 'method' | 'path' | 'body' {
  return field === 'method' || field === 'path' || field === 'body';
}

/** Comments become blanks, so that places stay; those inside of texts are left. */
function withoutComments(text: string): string {
  const token =
    /--\[(=*)\[[\s\S]*?\]\1\]|--[^\n]*|(["'])(?:\\[\s\S]|(?!\2)[^\\\n])*\2|\[(=*)\[[\s\S]*?\]\3\]/g;
  return text.replaceAll(token, (found) =>
    found.startsWith('--') ? found.replaceAll(/[^\n]/g, ' ') : found,
  );
}
