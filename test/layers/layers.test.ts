import { describe, expect, it } from 'vitest';
import { findingLines } from '../workspace/finding.js';
import { openWorkspace, treeOf } from '../workspace/tree.js';
import { findLayerBreaks } from './layers.js';

const manifest = (name: string, dependencies: Readonly<Record<string, string>> = {}) =>
  JSON.stringify({
    name,
    dependencies,
    exports: {
      '.': {
        import: { types: './dist/index.d.ts', default: './dist/index.js' },
        require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
      },
    },
  });

function planted(texts: Readonly<Record<string, string>>) {
  return treeOf({
    'pnpm-workspace.yaml': 'packages: ["packages/*"]',
    'packages/stats/package.json': manifest('@benchwright/stats'),
    'packages/stats/src/index.ts': 'export {};',
    'packages/load-driver/package.json': manifest('@benchwright/load-driver'),
    ...texts,
  });
}

const problems = (texts: Readonly<Record<string, string>>) => findingLines(findLayerBreaks(planted(texts)));

describe('dependency direction', () => {
  it('holds in this workspace', () => {
    expect(findingLines(findLayerBreaks(openWorkspace()))).toEqual([]);
  });

  it('refuses an import against it, even of a type', () => {
    const upwards = "import type { Suite } from '@benchwright/load-driver';";
    expect(problems({ 'packages/stats/src/mean.ts': `\n${upwards}` })).toEqual([
      expect.stringMatching(
        /^packages\/stats\/src\/mean\.ts:2 @benchwright\/stats must not depend on @benchwright\/load-driver/,
      ),
    ]);
  });

  it('refuses a manifest against it', () => {
    const stats = manifest('@benchwright/stats', { '@benchwright/load-driver': 'workspace:*' });
    expect(problems({ 'packages/stats/package.json': stats })).toEqual([
      expect.stringContaining('@benchwright/stats must not depend on @benchwright/load-driver'),
    ]);
  });

  it("refuses reaching into another package's files, from tests too", () => {
    expect(
      problems({
        'packages/load-driver/src/a.test.ts': "import { mean } from '../../stats/src/mean.js';",
        'packages/load-driver/src/b.ts': "import { mean } from '@benchwright/stats/dist/mean.js';",
      }),
    ).toEqual([
      expect.stringContaining('a.test.ts:1 imports ../../stats/src/mean.js, a file of another package'),
      expect.stringContaining(
        'b.ts:1 imports @benchwright/stats/dist/mean.js, which @benchwright/stats does not export',
      ),
    ]);
  });

  it('asks for the place of a new package', () => {
    expect(problems({ 'packages/new/package.json': manifest('@benchwright/new') })).toEqual([
      expect.stringContaining('@benchwright/new has no place yet'),
    ]);
  });

  it('refuses to need what is not published, and lets sources take what it exports', () => {
    const kit = JSON.stringify({ name: '@benchwright/kit', private: true, exports: { './a': './src/a.ts' } });
    const texts = {
      'packages/kit/package.json': kit,
      'packages/stats/src/mean.ts':
        "import { a } from '@benchwright/kit/a';\nimport { b } from '@benchwright/kit/b';",
    };
    expect(problems(texts)).toEqual([
      expect.stringContaining('mean.ts:2 imports @benchwright/kit/b, which @benchwright/kit does not export'),
    ]);
    const stats = manifest('@benchwright/stats', { '@benchwright/kit': 'workspace:*' });
    expect(problems({ 'packages/kit/package.json': kit, 'packages/stats/package.json': stats })).toEqual([
      expect.stringContaining('needs @benchwright/kit, which no registry has: make it a devDependency'),
    ]);
  });

  it('allows the way down, and any way in a test', () => {
    expect(
      problems({
        'packages/load-driver/src/a.ts': "import { mean } from '@benchwright/stats';",
        'packages/stats/src/a.test.ts': "import { run } from '@benchwright/load-driver';",
      }),
    ).toEqual([]);
  });
});
