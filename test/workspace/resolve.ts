import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path/posix';
import { entryPoints, type WorkspacePackage } from './packages.js';

/** Where an import leads, as far as the workspace's own sources are concerned. */
export type Resolution =
  | { readonly kind: 'source'; readonly file: string; readonly viaPackage: boolean }
  | { readonly kind: 'builtin'; readonly name: string }
  | { readonly kind: 'external'; readonly packageName: string }
  | { readonly kind: 'unexported'; readonly packageName: string; readonly subpath: string };

const builtins = new Set(builtinModules);

/** Resolves a specifier to the source it is built from: packages of the workspace by their `exports`, never through dist. */
export function resolveImport(
  specifier: string,
  fromFile: string,
  packages: readonly WorkspacePackage[],
): Resolution {
  if (specifier.startsWith('.')) {
    const file = join(dirname(fromFile), specifier).replace(/\.js$/, '.ts');
    return { kind: 'source', file, viaPackage: false };
  }
  const plain = specifier.replace(/^node:/, '');
  if (specifier.startsWith('node:') || builtins.has(plain)) return { kind: 'builtin', name: plain };
  const packageName = packageNameOf(specifier);
  const pkg = packages.find((candidate) => candidate.name === packageName);
  if (pkg === undefined) return { kind: 'external', packageName };
  const subpath = `.${specifier.slice(packageName.length)}`;
  if (subpath === './package.json') return { kind: 'external', packageName };
  // A package that is not published is used as it is written, without a build.
  const unbuilt = pkg.manifest.exports?.[subpath];
  if (typeof unbuilt === 'string' && unbuilt.startsWith('./src/'))
    return { kind: 'source', file: join(pkg.dir, unbuilt), viaPackage: true };
  const entry = entryPoints(pkg).find(({ key }) => key === subpath);
  return entry === undefined
    ? { kind: 'unexported', packageName, subpath }
    : { kind: 'source', file: entry.source, viaPackage: true };
}

/** `@scope/name/sub` → `@scope/name`; `name/sub` → `name`. */
export function packageNameOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
