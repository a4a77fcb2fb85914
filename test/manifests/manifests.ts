import type { Finding } from '../workspace/finding.js';
import {
  findPackages,
  type Manifest,
  readPnpmWorkspace,
  type WorkspacePackage,
} from '../workspace/packages.js';
import type { Tree } from '../workspace/tree.js';

const caretRange = /^\^\d+\.\d+\.\d+$/;
const exactVersion = /^(?:npm:(?:@[^/]+\/)?[^@]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/** Finds versions that could drift: outside the catalog, not exact, or left over in it. */
export function findVersionDrift(tree: Tree): Finding[] {
  const { catalog } = readPnpmWorkspace(tree);
  const packages = findPackages(tree);
  const root = { dir: '.', manifest: JSON.parse(tree.read('package.json')) as Manifest };
  const listed = [root, ...packages].flatMap(({ dir, manifest }) =>
    dependenciesOf(manifest).map(([name, spec]) => ({
      dir,
      name,
      spec,
      wanted: wantedSpec(name, dir, packages),
    })),
  );
  const drifting = listed
    .filter(({ spec, wanted }) => spec !== wanted)
    .map(({ dir, name, spec, wanted }) => ({
      file: dir === '.' ? 'package.json' : `${dir}/package.json`,
      line: null,
      problem: `has ${name} at "${spec}": it must say "${wanted}"`,
    }));
  const narrow = packages.flatMap(({ dir, manifest }) =>
    Object.entries(manifest.peerDependencies ?? {})
      .filter(([, spec]) => !caretRange.test(spec))
      .map(([name, spec]) => ({
        file: `${dir}/package.json`,
        line: null,
        problem: `has the peer ${name} at "${spec}": it must be a range ("^1.2.3"), or it refuses what its users have`,
      })),
  );
  const used = new Set(listed.map(({ name }) => name));
  const faulty = Object.entries(catalog).flatMap(([name, version]) => [
    ...(exactVersion.test(version) ? [] : [`pins ${name} to "${version}": pin one version`]),
    ...(used.has(name) ? [] : [`pins ${name}, which no package uses: remove it`]),
  ]);
  return [
    ...drifting,
    ...narrow,
    ...faulty.map((problem) => ({ file: 'pnpm-workspace.yaml', line: null, problem })),
  ];
}

/**
 * The root links a package of ours instead of depending on it: turbo would hash a `workspace:*` of the root, tests and
 * prose included, into the key of every task there is.
 */
function wantedSpec(name: string, dir: string, packages: readonly WorkspacePackage[]): string {
  const ours = packages.find((pkg) => pkg.name === name);
  if (ours === undefined) return 'catalog:';
  return dir === '.' ? `link:./${ours.dir}` : 'workspace:*';
}

/** What is installed here. Peers are not: their users bring them, and tests have them as devDependencies. */
function dependenciesOf(manifest: Manifest): [name: string, spec: string][] {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  return [dependencies, devDependencies, optionalDependencies].flatMap((group) =>
    Object.entries(group ?? {}),
  );
}

/** Finds what a published package's manifest leaves unsaid. */
export function findManifestGaps(tree: Tree): Finding[] {
  const root = JSON.parse(tree.read('package.json')) as Manifest;
  return findPackages(tree).flatMap((pkg) => {
    const problems = pkg.manifest.private === true ? [] : gapsOf(pkg, root, tree);
    return problems.map((problem) => ({ file: `${pkg.dir}/package.json`, line: null, problem }));
  });
}

function gapsOf({ dir, manifest }: WorkspacePackage, root: Manifest, tree: Tree): string[] {
  const rules: readonly (readonly [kept: boolean, problem: string])[] = [
    [manifest.license === root.license, `must be licensed as the root is ("license": "${root.license}")`],
    [
      manifest.engines?.node === root.engines?.node,
      `must ask for the root's Node ("engines.node": "${root.engines?.node}")`,
    ],
    [(manifest.description ?? '').endsWith('.'), 'must describe itself in one sentence ("description")'],
    [manifest.type === 'module', 'must be "type": "module"'],
    [manifest.sideEffects !== undefined, 'must declare "sideEffects"'],
    [
      isShippedOnly(manifest.files),
      'must list in "files" what is shipped, starting with "dist", and no sources or tests',
    ],
    [manifest.exports?.['./package.json'] === './package.json', 'must export "./package.json"'],
    [hasBudget(manifest), 'must have a size budget for all of its code ("size-limit" of "dist/**/*.js")'],
    [tree.has(`${dir}/README.md`), 'must have a README.md beside it'],
  ];
  const scripts = ['build', 'test', 'typecheck', 'check:package']
    .filter((script) => manifest.scripts?.[script] === undefined)
    .map((script) => `must have a "${script}" script, or turbo passes it over`);
  return [
    ...rules.filter(([kept]) => !kept).map(([, problem]) => problem),
    ...scripts,
    ...exportProblems(manifest),
  ];
}

/** Code is split into chunks, so a budget for the entry file alone would watch next to nothing. */
function hasBudget({ 'size-limit': budgets }: Manifest): boolean {
  return (
    Array.isArray(budgets) &&
    budgets.some((budget: unknown) => JSON.stringify(budget).includes('"dist/**/*.js"'))
  );
}

function isShippedOnly(files: readonly string[] | undefined): boolean {
  return (
    files?.includes('dist') === true &&
    !files.some((file) => /(^|\/)(src|test|testdata|bench)(\/|$)/.test(file))
  );
}

/** Every code entry point serves import and require, each with types of its own, `types` first as resolvers read in order. */
function exportProblems({ exports = {} }: Manifest): string[] {
  if (exports['.'] === undefined) return ['must export "."'];
  return Object.entries(exports).flatMap(([key, target]) => {
    if (typeof target === 'string') return [];
    return (['import', 'require'] as const).flatMap((condition) => {
      const [types, js] = condition === 'import' ? ['.d.ts', '.js'] : ['.d.cts', '.cjs'];
      const branch = target[condition];
      const complete = branch?.types?.endsWith(types) === true && branch.default?.endsWith(js) === true;
      const ordered = Object.keys(branch ?? {}).indexOf('types') === 0;
      return complete && ordered
        ? []
        : [`must give "${key}" a "${condition}" with "types" (${types}) first, then "default" (${js})`];
    });
  });
}

/** The workspace tests must depend on every package, or turbo would test a new one before building it. */
export function findUntested(tree: Tree): Finding[] {
  const packages = findPackages(tree);
  const tests = packages.find(({ dir }) => dir === 'test');
  const tested = new Set(Object.keys(tests?.manifest.dependencies ?? {}));
  return packages
    .filter((pkg) => pkg !== tests && !tested.has(pkg.name))
    .map(({ name }) => ({
      file: 'test/package.json',
      line: null,
      problem: `must depend on ${name} ("workspace:*")`,
    }));
}
