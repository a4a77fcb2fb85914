import { dirname, join } from 'node:path/posix';
import { type ModuleFacts, readModule } from '../purity/module-facts.js';
import type { Finding } from '../workspace/finding.js';
import { findPackages, findPublished, type WorkspacePackage } from '../workspace/packages.js';
import { packageNameOf, resolveImport } from '../workspace/resolve.js';
import type { Tree } from '../workspace/tree.js';

const core = ['@benchwright/stats', '@benchwright/result-schema'];
const libraries = ['@benchwright/dynamodb-item-encryptor', '@benchwright/s3-server'];
const underSuites = [...core, ...libraries, '@benchwright/load-driver', '@benchwright/report'];
const suites = [
  '@benchwright/dbesdk-bench',
  '@benchwright/s3-ingest',
  '@benchwright/wef-load',
  '@benchwright/rest-grpc-compare',
  '@benchwright/did-api-bench',
  '@benchwright/endpoint-load',
];

/** An API is an endpoint with requests and checks of its own: its suite builds upon the one of any endpoint. */
const endpointSuites: ReadonlySet<string> = new Set(['@benchwright/did-api-bench']);

/** Which packages of ours each package may use: stats, result-schema ← load-driver, report ← suites, fleet ← cli. */
const mayUse: ReadonlyMap<string, readonly string[]> = new Map([
  ...[...core, ...libraries].map((name): [string, string[]] => [name, []]),
  ['@benchwright/load-driver', core],
  ['@benchwright/report', core],
  ...suites.map((name): [string, string[]] => [
    name,
    endpointSuites.has(name) ? [...underSuites, '@benchwright/endpoint-load'] : underSuites,
  ]),
  ['@benchwright/fleet', underSuites],
  ['benchwright', [...underSuites, ...suites, '@benchwright/fleet']],
]);

/**
 * Finds dependencies that point the wrong way, in manifests and in sources, and imports that go round a package's
 * `exports` into its files. Tests and benchmarks of a package may use any package through its entry points, for they
 * are not shipped; a manifest says so with devDependencies.
 */
export function findLayerBreaks(tree: Tree): Finding[] {
  const packages = findPackages(tree);
  const unpublished = new Set(packages.filter((pkg) => pkg.manifest.private).map(({ name }) => name));
  return findPublished(tree).flatMap((pkg) => [
    ...manifestBreaks(pkg, unpublished),
    ...sourcesOf(tree, pkg.dir).flatMap((file) => sourceBreaks(tree, pkg, file, packages)),
  ]);
}

function manifestBreaks(pkg: WorkspacePackage, unpublished: ReadonlySet<string>): Finding[] {
  const file = `${pkg.dir}/package.json`;
  const allowed = mayUse.get(pkg.name);
  if (allowed === undefined) {
    return [{ file, line: null, problem: `${pkg.name} has no place yet: add it to test/layers/layers.ts` }];
  }
  const needed = Object.keys({ ...pkg.manifest.dependencies, ...pkg.manifest.peerDependencies });
  return [
    ...needed
      .filter((name) => mayUse.has(name) && !allowed.includes(name))
      .map((name) => ({ file, line: null, problem: wrongWay(pkg.name, name) })),
    ...needed
      .filter((name) => unpublished.has(name))
      .map((name) => ({
        file,
        line: null,
        problem: `needs ${name}, which no registry has: make it a devDependency`,
      })),
  ];
}

function sourceBreaks(
  tree: Tree,
  pkg: WorkspacePackage,
  file: string,
  packages: readonly WorkspacePackage[],
): Finding[] {
  const shipped = file.startsWith(`${pkg.dir}/src/`) && !file.endsWith('.test.ts');
  const allowed = mayUse.get(pkg.name) ?? [];
  const facts: ModuleFacts = readModule(file, tree.read(file), { withTypes: true });
  return facts.imports.flatMap(({ specifier, line }): Finding[] => {
    if (specifier.startsWith('.')) {
      const inside = join(dirname(file), specifier).startsWith(`${pkg.dir}/`);
      const problem = `imports ${specifier}, a file of another package: use what that package exports`;
      return inside ? [] : [{ file, line, problem }];
    }
    const found = resolveImport(specifier, file, packages);
    if (found.kind === 'unexported') {
      const problem = `imports ${specifier}, which ${found.packageName} does not export: its exports are its whole surface`;
      return [{ file, line, problem }];
    }
    const name = packageNameOf(specifier);
    const ours = mayUse.has(name) && name !== pkg.name;
    return ours && shipped && !allowed.includes(name)
      ? [{ file, line, problem: wrongWay(pkg.name, name) }]
      : [];
  });
}

function wrongWay(from: string, to: string): string {
  return `${from} must not depend on ${to}: dependencies point one way (stats, result-schema ← load-driver, report ← suites ← cli)`;
}

function sourcesOf(tree: Tree, dir: string): string[] {
  return tree.files.filter(
    (file) => file.startsWith(`${dir}/`) && /\.m?ts$/.test(file) && !file.endsWith('.d.ts'),
  );
}
