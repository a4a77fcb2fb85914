import { type HeaderField, InvalidRequestError } from '@benchwright/load-driver';
import { ConfigError, type ConfigProblem, parseConfig } from '@benchwright/result-schema';
import { z } from 'zod';
import { parseEndpointUrl } from '../endpoint-url.js';
import { letterCaseProblem, parseHeaderLine } from './header-line.js';
import type { RequestSpec } from './parse-request.js';
import { TemplateError } from './template.js';

/** After so many the rest is most likely the same mistake. */
const MOST_PROBLEMS = 20;

const lineSchema = z.strictObject({
  method: z.string().optional(),
  /** Absolute, at the same origin as the run's URL. */
  url: z.string().optional(),
  /** Path and query. */
  path: z
    .string()
    .regex(/^[/*]/, { error: () => "must begin with '/'" })
    .optional(),
  headers: z.union([z.record(z.string(), z.string()), z.array(z.string())]).optional(),
  /** Text is sent as it is; anything else as its JSON. */
  body: z.json().optional(),
  weight: z.number().min(0).optional(),
});

type TargetLine = z.output<typeof lineSchema>;

/** The requests of a targets file, with their weights where any line has one. */
export interface Targets<Compiled> {
  readonly requests: readonly Compiled[];
  /** Null: no line has a weight, the requests take turns in the order of the file. */
  readonly weights: readonly number[] | null;
}

/** What lines leave out, and where all of them go. */
export interface TargetDefaults<Compiled> extends RequestSpec {
  readonly origin: string;
  /** Makes of each request what is sent. */
  readonly compile: (spec: RequestSpec) => Compiled;
}

/**
 * Reads requests, one JSON object per line: `{"method", "url" or "path", "headers", "body", "weight"}`, all optional; empty
 * lines are passed over. What a line leaves out is as in `defaults`. O(file).
 *
 * @throws ConfigError listing what is wrong, each with file and line
 */
export function parseTargets<Compiled>(
  fileName: string,
  text: string,
  defaults: TargetDefaults<Compiled>,
): Targets<Compiled> {
  const problems: ConfigProblem[] = [];
  const requests: Compiled[] = [];
  const weights: (number | undefined)[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || problems.length >= MOST_PROBLEMS) continue;
    const parsed = readLine(fileName, index + 1, line, defaults);
    if (Array.isArray(parsed)) problems.push(...parsed);
    else {
      requests.push(parsed.request);
      weights.push(parsed.weight);
    }
  }
  if (problems.length === 0 && requests.length === 0) {
    problems.push(problemAt(fileName, 1, 'there is no request in it: write one JSON object per line'));
  }
  const weighted = weights.some((weight) => weight !== undefined);
  if (problems.length === 0 && weighted && weights.every((weight) => weight === 0)) {
    problems.push(problemAt(fileName, 1, 'every weight is 0: no request would ever be sent'));
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return { requests, weights: weighted ? weights.map((weight) => weight ?? 1) : null };
}

interface ReadTarget<Compiled> {
  readonly request: Compiled;
  readonly weight: number | undefined;
}

function readLine<Compiled>(
  fileName: string,
  number: number,
  line: string,
  defaults: TargetDefaults<Compiled>,
): ReadTarget<Compiled> | ConfigProblem[] {
  const value = jsonOf(line);
  const parsed = lineSchema.safeParse(value);
  if (!parsed.success) return explain(fileName, number, line);
  const spec = specOf(parsed.data, defaults);
  if (typeof spec === 'string') return [problemAt(fileName, number, spec)];
  const ofMethod = letterCaseProblem(spec.method);
  if (ofMethod !== null) return [problemAt(fileName, number, `method ${ofMethod}`)];
  try {
    return { request: defaults.compile(spec), weight: parsed.data.weight };
  } catch (error) {
    if (!(error instanceof TemplateError || error instanceof InvalidRequestError)) throw error;
    return [problemAt(fileName, number, error.message)];
  }
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The same messages, with suggestions and columns, as for a config file. */
function explain(fileName: string, number: number, line: string): ConfigProblem[] {
  if (jsonOf(line) === undefined) return [problemAt(fileName, number, `is not JSON: ${syntaxError(line)}`)];
  const parsed = parseConfig(lineSchema, [{ kind: 'file', fileName, text: line }]);
  if (parsed.ok) return [problemAt(fileName, number, 'must be a JSON object')];
  return parsed.problems.map((problem) => {
    const column = problem.location?.column ?? 1;
    const location = { fileName, line: number, column };
    return { ...problem, location, origin: `${fileName}:${number}:${column}` };
  });
}

function syntaxError(line: string): string {
  try {
    JSON.parse(line);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The request of a line, or what is wrong with where it goes. */
function specOf(line: TargetLine, defaults: TargetDefaults<unknown>): RequestSpec | string {
  if (line.url !== undefined && line.path !== undefined)
    return 'has both url and path: one of them is enough';
  const path = pathOf(line, defaults);
  if (typeof path !== 'string') return path.problem;
  const headers = headersOf(line.headers ?? []);
  if (typeof headers === 'string') return headers;
  const own = new Set(headers.map(([name]) => name.toLowerCase()));
  return {
    method: line.method ?? defaults.method,
    path,
    host: defaults.host,
    headers: [...defaults.headers.filter(([name]) => !own.has(name.toLowerCase())), ...headers],
    body: line.body === undefined ? defaults.body : bodyOf(line.body),
    literal: defaults.literal,
  };
}

function pathOf({ url, path }: TargetLine, defaults: TargetDefaults<unknown>): string | { problem: string } {
  if (url === undefined) return path ?? defaults.path;
  const parsed = parseEndpointUrl(url);
  if ('problem' in parsed) return { problem: `url ${parsed.problem}` };
  if (parsed.origin === defaults.origin) return parsed.path;
  return {
    problem: `url goes to ${parsed.origin}, but this run measures ${defaults.origin}: a run has one endpoint`,
  };
}

function headersOf(headers: Readonly<Record<string, string>> | readonly string[]): HeaderField[] | string {
  if (!Array.isArray(headers)) return Object.entries(headers as Readonly<Record<string, string>>);
  const fields: HeaderField[] = [];
  for (const line of headers as readonly string[]) {
    const field = parseHeaderLine(line);
    if (field === null)
      return `headers must be lines such as 'Accept: text/html', got '${line.slice(0, 40)}'`;
    fields.push(field);
  }
  return fields;
}

/** Null is no body: JSON's null would be sent as "null" by nobody. */
function bodyOf(body: Exclude<TargetLine['body'], undefined>): Uint8Array | null {
  if (body === null) return null;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8');
}

function problemAt(fileName: string, line: number, message: string): ConfigProblem {
  const location = { fileName, line, column: 1 };
  return { origin: `${fileName}:${line}`, path: [], message, location };
}
