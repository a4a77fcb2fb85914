import { describe, expect, it } from 'vitest';
import { findingLines } from '../workspace/finding.js';
import { findPackages } from '../workspace/packages.js';
import { openWorkspace, treeOf } from '../workspace/tree.js';
import { findImpurity, isPureStage } from './purity.js';

const entry = (name: string) => ({
  import: { types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` },
  require: { types: `./dist/${name}.d.cts`, default: `./dist/${name}.cjs` },
});

/** A workspace with `stats`, a driver with a pure and an impure export, and a suite; plus what the case adds. */
function planted(texts: Readonly<Record<string, string>>) {
  return treeOf({
    'pnpm-workspace.yaml': 'packages: ["packages/*"]',
    'packages/stats/package.json': JSON.stringify({
      name: '@benchwright/stats',
      exports: { '.': entry('index') },
    }),
    'packages/driver/package.json': JSON.stringify({
      name: '@benchwright/driver',
      exports: { '.': entry('index') },
    }),
    'packages/driver/src/index.ts':
      "export { shuffle } from './shuffle.js';\nexport { listen } from './listen.js';",
    'packages/driver/src/shuffle.ts': 'export const shuffle = 1;',
    'packages/driver/src/listen.ts':
      "import { createServer } from 'node:net';\nexport const listen = createServer;",
    'packages/suite/package.json': JSON.stringify({
      name: '@benchwright/suite',
      exports: { '.': entry('index') },
    }),
    ...texts,
  });
}

describe('the pure stages of this workspace', () => {
  const tree = openWorkspace();

  it('are found', () => {
    const packages = findPackages(tree);
    const stages = tree.files.filter((file) => isPureStage(file, packages));
    expect(stages).toContain('packages/stats/src/index.ts');
    expect(stages.length).toBeGreaterThan(5);
  });

  it('do no I/O, and load nothing that does', () => {
    expect(findingLines(findImpurity(tree))).toEqual([]);
  });
});

describe('a pure stage is refused', () => {
  it.each([
    ['a node: I/O module', "import { readFileSync } from 'node:fs';", 'node:fs'],
    ['the same without its prefix', "import http2 from 'http2';", 'node:http2'],
    ['a dynamic import', "const net = await import('node:net');", 'node:net'],
    ['a CommonJS load', "const tls = require('tls');", 'node:tls'],
    [
      'an import statement that only its types would erase',
      "import { type Socket } from 'node:net';",
      'node:net',
    ],
    ['a library that does I/O', "import { request } from 'undici';", 'undici'],
    ['the clock', 'export const now = () => Date.now();', 'Date.now'],
    ['the date', 'export const today = new Date();', 'new Date()'],
    ['chance without a seed', 'export const roll = Math.random;', 'Math.random'],
    ['the environment', 'export const home = process.env.HOME;', 'process'],
    ['a timer', 'setTimeout(() => {}, 1);', 'setTimeout'],
  ])('%s', (_what, text, named) => {
    const findings = findImpurity(planted({ 'packages/stats/src/mean.ts': `// first line\n${text}\n` }));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ file: 'packages/stats/src/mean.ts', line: 2 });
    expect(findings[0]?.problem).toContain(named);
  });

  it('what it reaches through other modules, with the way there', () => {
    const findings = findImpurity(
      planted({
        'packages/suite/src/plan.ts': "import { a } from './middle.js';",
        'packages/suite/src/middle.ts': "export { a } from './far.js';",
        'packages/suite/src/far.ts': "import fs from 'fs';\nexport const a = fs;",
      }),
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]?.problem).toContain(
      'through packages/suite/src/middle.ts → packages/suite/src/far.ts uses node:fs',
    );
  });

  it("another package's function that does I/O", () => {
    const text = "import { shuffle, listen } from '@benchwright/driver';";
    const findings = findImpurity(planted({ 'packages/suite/src/views/table.ts': text }));
    expect(findings.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('through packages/driver/src/listen.ts uses node:net'),
    ]);
  });
});

describe('a pure stage may', () => {
  it.each([
    ['name a type of an I/O module', "import type { Socket } from 'node:net';"],
    ['compute with a pure module', "import { inspect } from 'node:util';"],
    ['use a pure library', "import { z } from 'zod';"],
    ['take the clock as an argument', 'export const age = (process: { now(): number }) => process.now();'],
    [
      'have members of such a name',
      'export const a = { process: 1, fetch: 2 };\nexport const b = a.process;',
    ],
    ['make a date from a value', 'export const epoch = new Date(0);'],
    ["use another package's pure function", "import { shuffle } from '@benchwright/driver';"],
  ])('%s', (_what, text) => {
    expect(findImpurity(planted({ 'packages/suite/src/summarize.ts': text }))).toEqual([]);
  });

  it('be tested with I/O', () => {
    const text = "import { readFileSync } from 'node:fs';";
    expect(findImpurity(planted({ 'packages/stats/src/mean.test.ts': text }))).toEqual([]);
  });
});
