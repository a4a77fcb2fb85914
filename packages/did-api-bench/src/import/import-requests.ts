import { compileRequest, parseTargets, type RequestSet, weightedOrder } from '@benchwright/endpoint-load';
import type { HeaderField } from '@benchwright/load-driver';
import { ConfigError } from '@benchwright/result-schema';
import type { Imported } from './imported-request.js';
import { importOpenApi } from './openapi.js';
import { importWrkLua } from './wrk-lua.js';

export interface ImportContext {
  readonly origin: string;
  /** The Host field. */
  readonly host: string;
  readonly headers: readonly HeaderField[];
  /** Path of requests that name none; null: they must. */
  readonly path: string | null;
  readonly seed: number;
}

/**
 * The requests of a file, told by its name: `.lua` is a script of wrk, `.yaml`, `.yml` and `.json` an OpenAPI document, anything else one JSON object a line, as
 * `benchwright http --targets` reads it, with its fields ({{uuid}}, {{seq}}). Pure.
 *
 * @throws ConfigError listing what is wrong, each with file and line
 */
export function importRequests(fileName: string, text: string, context: ImportContext): RequestSet {
  const { origin, host, headers, path, seed } = context;
  const lines = jsonLines(fileName, text);
  // A constant of a script, or an example of a document, is sent as it stands.
  const literal = lines !== text;
  const defaults = {
    method: 'GET',
    path: path ?? '/',
    host,
    headers,
    body: null,
    literal,
    origin,
    compile: compileRequest,
  };
  const { requests, weights } = parseTargets(fileName, lines, defaults);
  if (path === null) requirePaths(fileName, lines);
  return { requests, order: weights === null ? null : weightedOrder(weights, seed), seed };
}

function jsonLines(fileName: string, text: string): string {
  const read = /\.lua$/i.test(fileName)
    ? importWrkLua
    : /\.(ya?ml|json)$/i.test(fileName)
      ? importOpenApi
      : null;
  if (read === null) return text;
  const imported: Imported = read(text);
  if ('requests' in imported) return imported.requests.map((request) => JSON.stringify(request)).join('\n');
  throw new ConfigError(
    imported.problems.map(({ line, message }) => ({
      origin: `${fileName}:${line}`,
      path: [],
      message,
      location: { fileName, line, column: 1 },
    })),
  );
}

function requirePaths(fileName: string, lines: string): void {
  const all = lines.split('\n').filter((line) => line.trim() !== '');
  const without = all.findIndex((line) => {
    const request = JSON.parse(line) as Readonly<Record<string, unknown>>;
    return request.path === undefined && request.url === undefined;
  });
  if (without < 0) return;
  const message = `request ${without + 1} names no path: give requestsPath (--requests-path /api/v1/did/verify)`;
  throw new ConfigError([{ origin: fileName, path: [], message }]);
}
