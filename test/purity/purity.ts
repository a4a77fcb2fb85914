import { basename, dirname } from 'node:path/posix';
import type { Finding } from '../workspace/finding.js';
import { findPackages, type WorkspacePackage } from '../workspace/packages.js';
import { resolveImport } from '../workspace/resolve.js';
import type { Tree } from '../workspace/tree.js';
import { type ModuleFacts, readModule, type ValueImport } from './module-facts.js';

/** Packages in which every source is pure. */
const purePackages = new Set(['@benchwright/stats']);

/** A source is a pure stage when its file, or a folder it is in, bears one of these names; so are `plan-…` and `…-view`. */
const pureStage = /^(?:(?:plan|summarize|judge|views?)(?:-.+)?|.+-views?)$/;

/** Node modules that compute and touch nothing outside. */
const pureBuiltins = new Set([
  'assert',
  'buffer',
  'path',
  'path/posix',
  'querystring',
  'string_decoder',
  'url',
  'util',
]);

/** Libraries that pure stages may use: each computes and does no I/O. Add one here only after looking. */
const pureLibraries = new Set([
  '@bufbuild/protobuf',
  'hdr-histogram-js',
  'picocolors',
  'string-width',
  'yaml',
  'zod',
]);

/** Whether this source belongs to a stage that must do no I/O. Tests may. */
export function isPureStage(file: string, packages: readonly WorkspacePackage[]): boolean {
  const pkg = packages.find(({ dir }) => file.startsWith(`${dir}/src/`));
  if (pkg === undefined || !isSource(file)) return false;
  if (purePackages.has(pkg.name)) return true;
  const inside = file.slice(`${pkg.dir}/src/`.length, -'.ts'.length);
  return inside.split('/').some((part) => pureStage.test(part));
}

function isSource(file: string): boolean {
  return file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('/testdata/');
}

/**
 * Finds I/O in the pure stages and in everything they load from the workspace. Within a package an import loads the
 * whole module; across packages only the origin of the names taken counts, because entry points re-export by name and
 * the packages declare `sideEffects: false`.
 */
export function findImpurity(tree: Tree): Finding[] {
  const packages = findPackages(tree);
  const walk = new Walk(tree, packages);
  return tree.files.filter((file) => isPureStage(file, packages)).flatMap((file) => walk.from(file));
}

class Walk {
  readonly #tree: Tree;
  readonly #packages: readonly WorkspacePackage[];
  readonly #facts = new Map<string, ModuleFacts>();

  constructor(tree: Tree, packages: readonly WorkspacePackage[]) {
    this.#tree = tree;
    this.#packages = packages;
  }

  from(root: string): Finding[] {
    const findings: Finding[] = [];
    const seen = new Set<string>([root]);
    const queue: { file: string; path: readonly string[]; line: number | null }[] = [
      { file: root, path: [root], line: null },
    ];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { file, path, line } = next;
      const facts = this.#read(file);
      // Where the root itself leads there: the line of its own import, else the line of the fault.
      for (const { name, line: at } of facts.worldUses) {
        findings.push(this.#finding(path, line ?? at, `${name} (${basename(file)}:${at})`));
      }
      for (const taken of facts.imports) {
        const rootLine = line ?? taken.line;
        const impure = this.#impureModule(taken, file);
        if (impure !== null) findings.push(this.#finding(path, rootLine, impure));
        for (const target of this.#targets(taken, file)) {
          if (seen.has(target)) continue;
          seen.add(target);
          queue.push({ file: target, path: [...path, target], line: rootLine });
        }
      }
    }
    return findings;
  }

  #impureModule(taken: ValueImport, file: string): string | null {
    const found = resolveImport(taken.specifier, file, this.#packages);
    if (found.kind === 'builtin') return pureBuiltins.has(found.name) ? null : `node:${found.name}`;
    if (found.kind === 'external') return pureLibraries.has(found.packageName) ? null : found.packageName;
    return null;
  }

  /** The sources that an import loads: through a package's entry, only those behind the names taken. */
  #targets(taken: ValueImport, file: string): string[] {
    const found = resolveImport(taken.specifier, file, this.#packages);
    if (found.kind !== 'source' || !this.#tree.has(found.file)) return [];
    if (!found.viaPackage || taken.names === 'all') return [found.file];
    const { reexports } = this.#read(found.file);
    return taken.names.flatMap((name) => {
      const origin = reexports.get(name);
      if (origin === undefined) return [found.file];
      const passedOn: ValueImport = { specifier: origin.specifier, names: [origin.name], line: taken.line };
      return this.#targets(passedOn, found.file);
    });
  }

  #read(file: string): ModuleFacts {
    const known = this.#facts.get(file);
    if (known !== undefined) return known;
    const facts = readModule(file, this.#tree.read(file));
    this.#facts.set(file, facts);
    return facts;
  }

  #finding(path: readonly string[], line: number, reached: string): Finding {
    const [root = ''] = path;
    const way = path.length === 1 ? 'uses' : `through ${path.slice(1).join(' → ')} uses`;
    return {
      file: root,
      line,
      problem: `is a pure stage of ${dirname(root)} but ${way} ${reached}: take what it needs as an argument, or move the I/O to the edge`,
    };
  }
}
