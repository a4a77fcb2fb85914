import { dirname } from 'node:path/posix';
import { parse } from 'yaml';
import type { Tree } from './tree.js';

/** What the gates read of a package.json. Anything may be missing: saying so is the gates' work. */
export interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly license?: string;
  readonly type?: string;
  readonly sideEffects?: boolean | readonly string[];
  readonly engines?: Readonly<Record<string, string>>;
  readonly files?: readonly string[];
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, ExportTarget>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export interface ConditionalTarget {
  readonly types?: string;
  readonly default?: string;
}

/** One value in `exports`: a file, or one file per condition. */
export type ExportTarget =
  | string
  | { readonly import?: ConditionalTarget; readonly require?: ConditionalTarget };

export interface WorkspacePackage {
  /** Path from the root, such as `packages/stats`. */
  readonly dir: string;
  readonly name: string;
  readonly manifest: Manifest;
}

interface PnpmWorkspace {
  readonly packages?: readonly string[];
  readonly catalog?: Readonly<Record<string, string>>;
}

/** pnpm-workspace.yaml: which folders are packages, and the version of everything shared. */
export function readPnpmWorkspace(tree: Tree): {
  packages: readonly string[];
  catalog: Readonly<Record<string, string>>;
} {
  const parsed = parse(tree.read('pnpm-workspace.yaml')) as PnpmWorkspace;
  return { packages: parsed.packages ?? [], catalog: parsed.catalog ?? {} };
}

/** Every package of the workspace, the root itself excepted, in the order of their folders. */
export function findPackages(tree: Tree): WorkspacePackage[] {
  const patterns = readPnpmWorkspace(tree).packages;
  return tree.files
    .filter(
      (file) => file.endsWith('/package.json') && patterns.some((p) => matchesPattern(dirname(file), p)),
    )
    .map((file) => {
      const manifest = JSON.parse(tree.read(file)) as Manifest;
      return { dir: dirname(file), name: manifest.name ?? dirname(file), manifest };
    });
}

/** The packages that are meant for a registry. */
export function findPublished(tree: Tree): WorkspacePackage[] {
  return findPackages(tree).filter((pkg) => pkg.manifest.private !== true);
}

/** Packages as rows of a test table, so that a title can begin with the name. */
export function byName(packages: readonly WorkspacePackage[]): [name: string, pkg: WorkspacePackage][] {
  return packages.map((pkg) => [pkg.name, pkg]);
}

/** The workspace's patterns are plain folders or `folder/*`. */
function matchesPattern(dir: string, pattern: string): boolean {
  return pattern.endsWith('/*') ? dirname(dir) === pattern.slice(0, -2) : dir === pattern;
}

/** The keys of `exports` that lead to code, with the source file each is built from. */
export function entryPoints(
  pkg: WorkspacePackage,
): { key: string; source: string; types: string; typesCjs: string }[] {
  return Object.entries(pkg.manifest.exports ?? {}).flatMap(([key, target]) => {
    if (typeof target === 'string') return [];
    const js = target.import?.default;
    const types = target.import?.types;
    const typesCjs = target.require?.types;
    if (js === undefined || types === undefined || typesCjs === undefined) return [];
    const source = js.replace(/^\.\/dist\//, `${pkg.dir}/src/`).replace(/\.js$/, '.ts');
    return [{ key, source, types: inPackage(pkg, types), typesCjs: inPackage(pkg, typesCjs) }];
  });
}

function inPackage(pkg: WorkspacePackage, path: string): string {
  return `${pkg.dir}/${path.replace(/^\.\//, '')}`;
}
