import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedSurface } from '../api/package-surface.js';
import { valueNames } from '../api/surface.js';
import { isExpected, normalise } from '../examples/expected-output.js';
import { byName, entryPoints, findPublished, type WorkspacePackage } from '../workspace/packages.js';
import { runCommand, runOrThrow } from '../workspace/run-command.js';
import { openWorkspace } from '../workspace/tree.js';
import { type Consumer, compilers, createConsumer } from './consumer.js';
import { asCommonJs, type LibraryExample, libraryExample, toJavaScript } from './library-example.js';
import { tarballFaults } from './tarball.js';

const tree = openWorkspace();
const packages = findPublished(tree);
/** A command may be a library as well, but need not be. */
const withExample = packages.filter(({ dir, manifest }) => manifest.bin === undefined || hasExample(dir));

function hasExample(dir: string): boolean {
  return tree.has(`${dir}/README.md`) && /^```ts$/m.test(tree.read(`${dir}/README.md`));
}

function exampleOf({ dir }: WorkspacePackage): LibraryExample {
  return libraryExample(tree.read(`${dir}/README.md`));
}

/** The base name of a package's example in the consumer's folder. */
function fileOf({ name }: WorkspacePackage): string {
  return name.replace(/^@[^/]+\//, '');
}

let consumer: Consumer;
beforeAll(async () => {
  consumer = await createConsumer(tree, packages);
}, 400_000);
afterAll(() => consumer?.remove());

describe.each(byName(packages))('%s, packed and installed', (_name, pkg) => {
  it('carries what it promises and nothing else', () => {
    expect(tarballFaults(consumer.filesOf(pkg), consumer.manifestOf(pkg))).toEqual([]);
  });

  it.each(['import', 'require'])('gives by %s the values of its recorded surface (api.json)', async (how) => {
    const surface = recordedSurface(pkg) ?? {};
    for (const { key } of entryPoints(pkg)) {
      const specifier = JSON.stringify(pkg.name + key.slice(1));
      const load = how === 'import' ? `await import(${specifier})` : `require(${specifier})`;
      const program = `const names = Object.keys(${load}); process.stdout.write(JSON.stringify(names.filter((n) => n !== '__esModule').sort()))`;
      const type = how === 'import' ? 'module' : 'commonjs';
      const { stdout } = await runOrThrow(process.execPath, [`--input-type=${type}`, '-e', program], {
        cwd: consumer.dir,
      });
      expect(JSON.parse(stdout), pkg.name + key.slice(1)).toEqual(valueNames(surface[key] ?? {}));
    }
  });
});

describe.each(byName(withExample))("%s's README example", (_name, pkg) => {
  it.each(['esm', 'commonjs'] as const)(
    'prints as %s what the README shows',
    async (format) => {
      const { code, expected, directive } = exampleOf(pkg);
      const file = `${fileOf(pkg)}-run.${format === 'esm' ? 'mjs' : 'cjs'}`;
      writeFileSync(
        join(consumer.dir, file),
        toJavaScript(format === 'esm' ? code : asCommonJs(code), format),
      );
      const {
        code: exit,
        stdout,
        stderr,
      } = await runCommand(process.execPath, [file], { cwd: consumer.dir });
      expect(exit, `exit code; it said:\n${stdout}${stderr}`).toBe(directive.exitCodes[0]);
      if (!isExpected(stdout, expected, directive)) {
        expect(normalise(stdout, directive)).toBe(normalise(expected, directive));
      }
    },
    150_000,
  );
});

describe('the types of all README examples', () => {
  const resolutions = {
    node16: { module: 'node16', moduleResolution: 'node16' },
    bundler: { module: 'preserve', moduleResolution: 'bundler' },
  };

  beforeAll(() => {
    for (const pkg of withExample) {
      const { code } = exampleOf(pkg);
      writeFileSync(join(consumer.dir, `${fileOf(pkg)}.mts`), `${code}\nexport {};\n`);
      writeFileSync(join(consumer.dir, `${fileOf(pkg)}.cts`), asCommonJs(code));
    }
    for (const [name, resolution] of Object.entries(resolutions)) {
      const compilerOptions = {
        ...resolution,
        target: 'es2022',
        strict: true,
        noEmit: true,
        types: ['node'],
      };
      // A bundler always reads the import side; .cts files are for Node's own resolution.
      const include = name === 'node16' ? ['*.mts', '*.cts'] : ['*.mts'];
      writeFileSync(
        join(consumer.dir, `tsconfig.${name}.json`),
        JSON.stringify({ compilerOptions, include }),
      );
    }
  });

  for (const [title, script] of Object.entries(compilers)) {
    it.each(Object.keys(resolutions))(
      `hold for ${title} under moduleResolution %s`,
      async (resolution) => {
        const args = [join(consumer.dir, script), '-p', `tsconfig.${resolution}.json`];
        const { code, stdout, stderr } = await runCommand(process.execPath, args, { cwd: consumer.dir });
        expect(`${stdout}${stderr}`).toBe('');
        expect(code).toBe(0);
      },
      150_000,
    );
  }
});
