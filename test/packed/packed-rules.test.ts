import { describe, expect, it } from 'vitest';
import { asCommonJs, libraryExample, toJavaScript } from './library-example.js';
import { tarballFaults } from './tarball.js';

const manifest = {
  exports: {
    '.': {
      import: { types: './dist/index.d.ts', default: './dist/index.js' },
      require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
    },
    './package.json': './package.json',
  },
  bin: { tool: './bin/tool.js' },
  dependencies: { zod: '4.6.7' },
};
const files = [
  'LICENSE',
  'README.md',
  'bin/tool.js',
  'dist/index.cjs',
  'dist/index.d.cts',
  'dist/index.d.ts',
  'dist/index.js',
  'package.json',
];

describe('a tarball', () => {
  it('passes with what its manifest promises', () => {
    expect(tarballFaults(files, manifest)).toEqual([]);
  });

  it.each(files)('is refused without %s', (file) => {
    expect(
      tarballFaults(
        files.filter((other) => other !== file),
        manifest,
      ),
    ).toEqual([`lacks ${file}`]);
  });

  it.each(['src/index.ts', 'dist/index.test.js', 'dist/index.js.map', 'dist/testdata/a.json', 'bench/a.mjs'])(
    'is refused with %s',
    (file) => {
      expect(tarballFaults([...files, file], manifest)).toEqual([`carries ${file}`]);
    },
  );

  it('has something behind a pattern', () => {
    const open = { ...manifest, exports: { ...manifest.exports, './schemas/*': './dist/schemas/*' } };
    expect(tarballFaults(files, open)).toEqual(['lacks dist/schemas/*']);
    expect(tarballFaults([...files, 'dist/schemas/run.json'], open)).toEqual([]);
  });

  it.each(['workspace:*', 'catalog:'])('is refused with a dependency at %s', (spec) => {
    expect(tarballFaults(files, { ...manifest, dependencies: { zod: spec } })).toEqual([
      `asks for zod at "${spec}", which no registry understands`,
    ]);
  });
});

describe("a README's library example", () => {
  const fence = (language: string, text: string) => `\`\`\`${language}\n${text}\n\`\`\`\n\n`;

  it('is the first ts block with the text after it', () => {
    const readme = `${fence('sh', 'npm i')}<!-- run: numbers vary -->\n${fence('ts', 'a();')}Prints\n\n${fence('text', '3')}${fence('ts', 'b();')}`;
    expect(libraryExample(readme)).toMatchObject({
      code: 'a();',
      expected: '3',
      directive: { numbersVary: true },
    });
  });

  it('must be there, and show its output', () => {
    expect(() => libraryExample(fence('sh', 'npm i'))).toThrow(/has no ```ts block/);
    expect(() => libraryExample(`${fence('ts', 'a();')}${fence('sh', 'ls')}`)).toThrow(
      /line 1: no ```text block/,
    );
  });

  it('becomes CommonJS that waits and requires', () => {
    const code =
      "import { mean, type Sample } from '@benchwright/stats';\nconst s: Sample = [1];\nconsole.log(await mean(s));";
    const commonJs = toJavaScript(asCommonJs(code), 'commonjs');
    expect(commonJs).toContain('require("@benchwright/stats")');
    expect(commonJs).toMatch(/void \(async \(\) => \{[^}]*await/s);
    expect(commonJs).not.toMatch(/^import /m);
  });
});
