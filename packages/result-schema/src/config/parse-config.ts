import type { z } from 'zod';
import { knownKeysAt } from '../introspect/schema-walk.js';
import { coerceEntries } from './coerce.js';
import { explainIssues, type Finding, NO_MESSAGE } from './explain.js';
import { mergeTrees } from './merge.js';
import { readYaml } from './read-yaml.js';
import type { ConfigPath, ConfigProblem, ConfigSource, Origin } from './source.js';
import { problemFrom } from './source.js';
import { type ConfigNode, childOf, emptyMap, plainValue, treeOf, treeOfEntries } from './tree.js';

/** Where each part of a config came from, for checks that only later stages can make. */
export interface ConfigOrigins {
  /** `bench.yaml:4:3`, `--requests`, the name of an overlay, or `default`. */
  originOf(path: ConfigPath): string;
  /** A problem with the value at `path`, pointing at the place it came from. The message should name the key. */
  problemAt(path: ConfigPath, message: string, suggestion?: string): ConfigProblem;
}

export type ParsedConfig<T> =
  | { ok: true; value: T; origins: ConfigOrigins }
  | { ok: false; problems: ConfigProblem[] };

/** Editors find the JSON Schema of a JSON file by this key. */
const EDITOR_KEY = '$schema';

const DEFAULT: Origin = { kind: 'defaults', text: 'default' };

/**
 * Merges the sources, later ones winning, and checks the result against the schema once, so that every problem is
 * reported together with the place that caused it. Pure: never reads a file and never throws for what a user wrote.
 * A `$schema` key at the top of a file is for editors and left out.
 */
export function parseConfig<S extends z.ZodType>(
  schema: S,
  sources: readonly ConfigSource[],
): ParsedConfig<z.output<S>> {
  const problems: ConfigProblem[] = [];
  const trees = sources.map((source) => readSource(schema, source, problems));
  // After a syntax error the rest of the file is guesswork: more problems would be noise.
  if (trees.includes(null)) return { ok: false, problems };
  const merged = trees.reduce<ConfigNode>(
    (low, high) => mergeTrees(low, high ?? low, [schema]),
    emptyMap(DEFAULT),
  );
  const value = plainValue(merged);
  const result = schema.safeParse(value, { error: () => NO_MESSAGE });
  if (!result.success) {
    const findings = explainIssues(schema, value, result.error.issues);
    problems.push(...findings.map((finding) => problemOf(merged, finding)));
  }
  if (result.success && problems.length === 0)
    return { ok: true, value: result.data, origins: originsOf(merged) };
  return { ok: false, problems: inReadingOrder(problems) };
}

/** The tree of one source; null if a file cannot be read. */
function readSource(schema: z.ZodType, source: ConfigSource, problems: ConfigProblem[]): ConfigNode | null {
  switch (source.kind) {
    case 'defaults':
      return treeOf(source.value, DEFAULT);
    case 'overlay':
      return treeOf(source.value, { kind: 'overlay', text: source.name });
    case 'entries':
      return treeOfEntries(coerceEntries(schema, source.entries));
    case 'file': {
      const reading = readYaml(source.fileName, source.text);
      problems.push(...reading.problems);
      if (reading.tree !== null && !knownKeysAt(schema, []).includes(EDITOR_KEY)) dropEditorKey(reading.tree);
      return reading.tree;
    }
  }
}

function dropEditorKey(tree: ConfigNode): void {
  if (tree.kind === 'map') tree.entries.delete(EDITOR_KEY);
}

function problemOf(tree: ConfigNode, { kind, path, message, suggestion }: Finding): ConfigProblem {
  if (kind === 'missing') {
    const parent = nodeAt(tree, path.slice(0, -1));
    return problemFrom(parent?.origin ?? DEFAULT, path, message, suggestion);
  }
  return problemFrom(
    kind === 'unknown-key' ? keyOriginAt(tree, path) : originAt(tree, path),
    path,
    message,
    suggestion,
  );
}

function nodeAt(tree: ConfigNode, path: ConfigPath): ConfigNode | undefined {
  return path.reduce<ConfigNode | undefined>(childOf, tree);
}

function keyOriginAt(tree: ConfigNode, path: ConfigPath): Origin {
  const parent = nodeAt(tree, path.slice(0, -1));
  const key = parent?.kind === 'map' ? parent.keys.get(String(path.at(-1))) : undefined;
  return key ?? originAt(tree, path);
}

function originAt(tree: ConfigNode, path: ConfigPath): Origin {
  let node = tree;
  for (const part of path) {
    // What a schema made out of one scalar has the origin of that scalar.
    if (node.kind === 'leaf') return node.origin;
    const child = childOf(node, part);
    if (child === undefined) return DEFAULT;
    node = child;
  }
  return node.origin;
}

function originsOf(tree: ConfigNode): ConfigOrigins {
  return {
    originOf: (path) => originAt(tree, path).text,
    problemAt: (path, message, suggestion) => problemFrom(originAt(tree, path), path, message, suggestion),
  };
}

/** Problems of files first, by line; the others in the order they were found. */
function inReadingOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const rank = ({ location }: ConfigProblem): number => (location === undefined ? 1 : 0);
  return [...problems].sort((a, b) => {
    if (a.location === undefined || b.location === undefined) return rank(a) - rank(b);
    if (a.location.fileName !== b.location.fileName) return 0;
    return a.location.line - b.location.line || a.location.column - b.location.column;
  });
}
