import type { Document, Node, Pair, ParsedNode, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import { pathText } from '../introspect/path-text.js';
import type { ConfigPath, ConfigProblem, Origin } from './source.js';
import { fileOrigin, problemFrom } from './source.js';
import type { ConfigNode, MapNode } from './tree.js';
import { emptyMap, setEntry } from './tree.js';

/** A config is a few hundred nodes; an alias bomb ("billion laughs") is millions. */
const MAX_NODES = 100_000;

export interface YamlReading {
  /** Null when the text is too broken to be read; an empty file is an empty mapping. */
  tree: ConfigNode | null;
  problems: ConfigProblem[];
}

/**
 * Reads YAML 1.2 or JSON into a tree in which every key and value knows its line and column. Anchors and merge keys
 * (`<<`) are followed. All syntax errors are reported; the tree is null
 * if there is any.
 */
export function readYaml(fileName: string, text: string): YamlReading {
  const lines = new LineCounter();
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const options = {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    strict: true,
    uniqueKeys: false,
  } as const;
  const document = parseDocument(source, options);
  const at = (offset: number): Origin => fileOrigin(fileName, lines.linePos(offset));
  const broken = [...document.errors, ...document.warnings].map((error) =>
    problemFrom(at(error.pos[0]), [], `cannot be read: ${lowerFirst(error.message)}`),
  );
  if (broken.length > 0) return { tree: null, problems: broken };
  const reader = new TreeReader(document, at);
  const tree = document.contents === null ? emptyMap(at(0)) : reader.read(document.contents, [], at(0));
  return { tree, problems: reader.problems };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Walks the syntax tree once; problems that are no syntax errors (a key set twice, an unknown alias) gather here. */
class TreeReader {
  readonly problems: ConfigProblem[] = [];
  private nodes = 0;
  private readonly open = new Set<Node>();

  constructor(
    private readonly document: Document.Parsed<ParsedNode>,
    private readonly at: (offset: number) => Origin,
  ) {}

  read(node: Node | null, path: ConfigPath, fallback: Origin): ConfigNode {
    this.nodes += 1;
    if (this.nodes === MAX_NODES)
      this.report(fallback, path, 'cannot be read: aliases expand to too many values');
    if (this.nodes >= MAX_NODES || node === null) return { kind: 'leaf', origin: fallback, value: null };
    if (isAlias(node)) return this.readAlias(node, path);
    if (isMap(node) || isSeq(node)) return this.readCollection(node, path, fallback);
    const value: unknown = isScalar(node) ? node.value : null;
    const empty = isScalar(node) && node.source === '' && value === null;
    return { kind: 'leaf', origin: empty ? fallback : this.originOf(node, fallback), value };
  }

  private readAlias(
    node: Node & { source: string; resolve(document: Document): Node | undefined },
    path: ConfigPath,
  ): ConfigNode {
    const origin = this.originOf(node, this.at(0));
    const target = node.resolve(this.document);
    const problem =
      target === undefined
        ? `*${node.source} refers to an anchor that is not defined`
        : this.open.has(target)
          ? `*${node.source} contains itself`
          : undefined;
    if (target !== undefined && problem === undefined) return this.read(target, path, origin);
    if (problem !== undefined) this.report(origin, path, problem);
    return { kind: 'leaf', origin, value: null };
  }

  private readCollection(node: YAMLMap | YAMLSeq, path: ConfigPath, fallback: Origin): ConfigNode {
    this.open.add(node);
    const origin = this.originOf(node, fallback);
    // A mapping under a key is named by that key: its own first line is already the place of its first key.
    const tree = isMap(node)
      ? this.readMap(node.items as Pair<Node, Node | null>[], path, path.length === 0 ? this.at(0) : fallback)
      : this.readList(node.items as Node[], path, origin);
    this.open.delete(node);
    return tree;
  }

  private readList(items: readonly Node[], path: ConfigPath, origin: Origin): ConfigNode {
    const read = (item: Node, index: number): ConfigNode =>
      this.read(item, [...path, index], this.originOf(item, origin));
    return { kind: 'list', origin, items: items.map(read) };
  }

  private readMap(pairs: readonly Pair<Node, Node | null>[], path: ConfigPath, origin: Origin): MapNode {
    const map = emptyMap(origin);
    const merged: MapNode[] = [];
    for (const pair of pairs) {
      const keyOrigin = this.originOf(pair.key, origin);
      if (isMergeKey(pair.key)) {
        merged.push(...this.readMerged(pair.value, path, keyOrigin));
        continue;
      }
      const key = this.keyText(pair.key, path, keyOrigin);
      if (key === undefined) continue;
      const first = map.keys.get(key)?.location;
      if (first !== undefined)
        this.report(
          keyOrigin,
          [...path, key],
          `${pathText([...path, key])} is set twice (first in line ${first.line})`,
        );
      setEntry(map, key, keyOrigin, this.read(pair.value, [...path, key], keyOrigin));
    }
    // Keys written out win over merged ones, and earlier merged mappings over later ones.
    for (const source of merged) {
      for (const [key, node] of source.entries) {
        if (!map.entries.has(key)) setEntry(map, key, source.keys.get(key) ?? origin, node);
      }
    }
    return map;
  }

  private readMerged(value: Node | null, path: ConfigPath, origin: Origin): MapNode[] {
    const tree = this.read(value, path, origin);
    const sources = tree.kind === 'list' ? tree.items : [tree];
    const maps = sources.filter((source) => source.kind === 'map');
    if (maps.length < sources.length)
      this.report(origin, path, '<< must name a mapping or a list of mappings');
    return maps;
  }

  private keyText(key: Node | null, path: ConfigPath, origin: Origin): string | undefined {
    const node = isAlias(key) ? key.resolve(this.document) : key;
    if (isScalar(node) && node.value !== null) return String(node.value);
    this.report(origin, path, `${pathText(path) || 'the config'} has a key that is not plain text`);
    return undefined;
  }

  private originOf(node: Node | null, fallback: Origin): Origin {
    return node?.range ? this.at(node.range[0]) : fallback;
  }

  private report(origin: Origin, path: ConfigPath, message: string): void {
    this.problems.push(problemFrom(origin, path, message));
  }
}

function isMergeKey(key: Node | null): boolean {
  return (
    isScalar(key) && (key.value === '<<' || (typeof key.value === 'symbol' && key.value.description === '<<'))
  );
}
