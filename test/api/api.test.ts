import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { byName, findPublished } from '../workspace/packages.js';
import { openWorkspace } from '../workspace/tree.js';
import { builtApi, recordedSurface } from './package-surface.js';
import { readApi, surfaceChanges, valueNames } from './surface.js';

describe('the recorded surface (api.json; after a change on purpose: pnpm api:update, and a changeset)', () => {
  it.each(byName(findPublished(openWorkspace())))('of %s is what it exports', (_name, pkg) => {
    const { surface, undocumented } = builtApi(pkg);
    expect(surfaceChanges(recordedSurface(pkg) ?? {}, surface)).toEqual([]);
    expect(undocumented, 'functions and classes that do not say what they do').toEqual([]);
    const empty = Object.entries(surface).filter(([, names]) => Object.keys(names).length === 0);
    expect(empty, 'entry points that export nothing').toEqual([]);
  });
});

describe('reading a surface', () => {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-api-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('tells every kind apart, and a class that is passed on as a type', () => {
    const file = join(folder, 'index.d.ts');
    writeFileSync(
      file,
      `declare class Shown {}
       declare class Hidden {}
       declare function run(): void;
       declare const limit = 3;
       declare const schema: { parse(): string };
       type schema = string;
       interface Options { a: 1 }
       type Name = string;
       export { type Hidden, type Name, type Options, Shown, limit, run, schema };`,
    );
    const { surface } = readApi([{ key: '.', file }]);
    expect(surface).toEqual({
      '.': {
        Hidden: 'type',
        Name: 'type',
        Options: 'interface',
        Shown: 'class',
        limit: 'const',
        run: 'function',
        schema: 'const & type',
      },
    });
    expect(valueNames(surface['.'] ?? {})).toEqual(['Shown', 'limit', 'run', 'schema']);
  });

  it('names the functions and classes that do not say what they do', () => {
    const file = join(folder, 'documented.d.ts');
    writeFileSync(
      file,
      `/** Says it. */
       export declare function said(): void;
       export declare function unsaid(): void;
       export declare class Unsaid {}
       export interface Data { a: 1 }`,
    );
    expect(readApi([{ key: './sub', file }]).undocumented).toEqual([
      'Unsaid in "./sub"',
      'unsaid in "./sub"',
    ]);
  });

  it('names the file that is not built', () => {
    const file = join(folder, 'missing.d.ts');
    expect(() => readApi([{ key: '.', file }])).toThrow(
      /missing\.d\.ts is missing: build the packages first/,
    );
  });
});

describe('comparing surfaces', () => {
  it('reports what disappeared, changed its kind, or is new', () => {
    const recorded = { '.': { gone: 'function', turned: 'class', stays: 'const' }, './old': {} };
    const built = { '.': { turned: 'type', stays: 'const', added: 'interface' }, './new': {} };
    expect(surfaceChanges(recorded, built)).toEqual([
      'interface added is new in "."',
      'function gone disappeared from "."',
      'turned in "." was a class and is a type',
      'entry point "./new" is new',
      'entry point "./old" disappeared',
    ]);
  });

  it('finds nothing in equal ones', () => {
    expect(surfaceChanges({ '.': { a: 'const' } }, { '.': { a: 'const' } })).toEqual([]);
  });
});
