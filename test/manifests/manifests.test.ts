import { describe, expect, it } from 'vitest';
import { findingLines } from '../workspace/finding.js';
import { openWorkspace, treeOf } from '../workspace/tree.js';
import { findManifestGaps, findUntested, findVersionDrift } from './manifests.js';

const sound = {
  name: '@benchwright/stats',
  description: 'Statistics.',
  license: 'Apache-2.0',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20.19' },
  files: ['dist'],
  exports: {
    '.': {
      import: { types: './dist/index.d.ts', default: './dist/index.js' },
      require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
    },
    './package.json': './package.json',
  },
  scripts: { build: 'tsup', test: 'vitest run', typecheck: 'tsc', 'check:package': 'publint' },
  dependencies: { zod: 'catalog:' },
  'size-limit': [{ path: 'dist/**/*.js', limit: '30 kB' }],
};

/** A sound workspace of one package, with that package's manifest changed as the case says. */
function planted(
  change: Readonly<Record<string, unknown>>,
  workspace = 'packages: ["packages/*", test]\ncatalog: { zod: 4.6.7 }',
) {
  return treeOf({
    'package.json': JSON.stringify({ name: 'root', license: 'Apache-2.0', engines: { node: '>=20.19' } }),
    'pnpm-workspace.yaml': workspace,
    'packages/stats/package.json': JSON.stringify({ ...sound, ...change }),
    'packages/stats/README.md': '# stats',
    'test/package.json': JSON.stringify({
      private: true,
      dependencies: { '@benchwright/stats': 'workspace:*' },
    }),
  });
}

describe('versions', () => {
  it('are all in the catalog here', () => {
    expect(findingLines(findVersionDrift(openWorkspace()))).toEqual([]);
  });

  it.each([
    [
      'a version of its own',
      { dependencies: { zod: '4.6.7' } },
      'has zod at "4.6.7": it must say "catalog:"',
    ],
    [
      'one in devDependencies',
      { devDependencies: { vitest: '^4' } },
      'has vitest at "^4": it must say "catalog:"',
    ],
    [
      'a fixed version of a neighbour',
      { dependencies: { '@benchwright/stats': '0.1.0', zod: 'catalog:' } },
      'it must say "workspace:*"',
    ],
    [
      'a peer of one version',
      { peerDependencies: { yaml: '2.9.1' } },
      'has the peer yaml at "2.9.1": it must be a range',
    ],
    ['a leftover in the catalog', { dependencies: {} }, 'pins zod, which no package uses'],
  ])('refuses %s', (_what, change, problem) => {
    expect(findingLines(findVersionDrift(planted(change)))).toEqual([expect.stringContaining(problem)]);
  });

  it('refuses a package of ours at the root, but for a link', () => {
    const at = (spec: string) =>
      findVersionDrift(
        treeOf({
          'package.json': JSON.stringify({ devDependencies: { benchwright: spec } }),
          'pnpm-workspace.yaml': 'packages: ["apps/*"]',
          'apps/cli/package.json': '{ "name": "benchwright" }',
        }),
      );
    expect(findingLines(at('workspace:*'))).toEqual([
      expect.stringContaining('it must say "link:./apps/cli"'),
    ]);
    expect(at('link:./apps/cli')).toEqual([]);
  });

  it('refuses a range in the catalog', () => {
    const tree = planted({}, 'packages: ["packages/*", test]\ncatalog: { zod: ^4.6.7 }');
    expect(findingLines(findVersionDrift(tree))).toEqual([
      expect.stringContaining('pins zod to "^4.6.7": pin one version'),
    ]);
  });
});

describe('manifests', () => {
  it('are complete here', () => {
    expect(findingLines(findManifestGaps(openWorkspace()))).toEqual([]);
  });

  it('pass when sound', () => {
    expect(findManifestGaps(planted({}))).toEqual([]);
  });

  it.each([
    ['another licence', { license: 'MIT' }, 'must be licensed as the root is'],
    ['another Node', { engines: { node: '>=18' } }, "must ask for the root's Node"],
    ['no description', { description: undefined }, 'must describe itself'],
    ['CommonJS by default', { type: 'commonjs' }, 'must be "type": "module"'],
    ['no sideEffects', { sideEffects: undefined }, 'must declare "sideEffects"'],
    ['sources in the tarball', { files: ['dist', 'src'] }, 'must list in "files"'],
    ['no size budget', { 'size-limit': undefined }, 'must have a size budget'],
    ['a budget for one file', { 'size-limit': [{ path: 'dist/index.js' }] }, 'must have a size budget'],
    [
      'no check',
      { scripts: { ...sound.scripts, 'check:package': undefined } },
      'must have a "check:package" script',
    ],
    ['no entry', { exports: { './package.json': './package.json' } }, 'must export "."'],
    [
      'no CommonJS',
      { exports: { ...sound.exports, '.': { import: sound.exports['.'].import } } },
      'must give "." a "require"',
    ],
    [
      'types last',
      {
        exports: {
          ...sound.exports,
          '.': { ...sound.exports['.'], import: { default: './dist/index.js', types: './dist/index.d.ts' } },
        },
      },
      'must give "." a "import"',
    ],
  ])('are refused with %s', (_what, change, problem) => {
    expect(findingLines(findManifestGaps(planted(change)))).toEqual([expect.stringContaining(problem)]);
  });
});

describe('the workspace tests', () => {
  it('depend on every package here', () => {
    expect(findingLines(findUntested(openWorkspace()))).toEqual([]);
  });

  it('are refused when they leave one out', () => {
    const tree = treeOf({
      'pnpm-workspace.yaml': 'packages: ["packages/*", test]',
      'packages/stats/package.json': '{ "name": "@benchwright/stats" }',
      'test/package.json': '{ "private": true }',
    });
    expect(findingLines(findUntested(tree))).toEqual([
      'test/package.json must depend on @benchwright/stats ("workspace:*")',
    ]);
  });
});
