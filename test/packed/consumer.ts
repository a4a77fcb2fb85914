import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { type Manifest, readPnpmWorkspace, type WorkspacePackage } from '../workspace/packages.js';
import { pnpmCommand, runOrThrow } from '../workspace/run-command.js';
import { type Tree, workspaceRoot } from '../workspace/tree.js';

/** The newest compiler that a user may have; ours is the catalog's. It is native and cannot be imported, only run. */
const newestTypescript = '7.0.2';

/** An empty npm project into which every package was installed from its tarball: what a stranger has. */
export interface Consumer {
  readonly dir: string;
  /** Every file of an installed package, from its own root. */
  filesOf(pkg: WorkspacePackage): string[];
  manifestOf(pkg: WorkspacePackage): Manifest;
  remove(): void;
}

/** The compilers a user may have, by the path of the script that starts each. */
export const compilers = {
  'TypeScript of the catalog': 'node_modules/typescript/bin/tsc',
  [`TypeScript ${newestTypescript}`]: 'node_modules/typescript-newest/bin/tsc',
} as const;

/** Packs every package and installs the tarballs together with npm. Needs the registry; takes about half a minute. */
export async function createConsumer(tree: Tree, packages: readonly WorkspacePackage[]): Promise<Consumer> {
  const dir = mkdtempSync(join(tmpdir(), 'benchwright-packed-'));
  const remove = () => rmSync(dir, { recursive: true, force: true });
  try {
    const tarballs = await packAll(packages, join(dir, 'tarballs'));
    const { catalog } = readPnpmWorkspace(tree);
    const project = {
      name: 'a-stranger',
      private: true,
      dependencies: Object.fromEntries(packages.map(({ name }, index) => [name, `file:${tarballs[index]}`])),
      devDependencies: {
        '@types/node': catalog['@types/node'],
        typescript: catalog.typescript,
        'typescript-newest': `npm:typescript@${newestTypescript}`,
      },
    };
    writeFileSync(join(dir, 'package.json'), JSON.stringify(project, null, 2));
    const install = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--prefer-offline'];
    await runOrThrow('npm', install, { cwd: dir, timeoutMs: 240_000 });
  } catch (error) {
    remove();
    throw error;
  }
  const installed = (pkg: WorkspacePackage) => join(dir, 'node_modules', pkg.name);
  return {
    dir,
    filesOf: (pkg) => listFiles(installed(pkg)),
    manifestOf: (pkg) => JSON.parse(readFileSync(join(installed(pkg), 'package.json'), 'utf8')) as Manifest,
    remove,
  };
}

async function packAll(packages: readonly WorkspacePackage[], destination: string): Promise<string[]> {
  mkdirSync(destination);
  const [pnpm, ...before] = pnpmCommand();
  const tarballs: string[] = [];
  for (const { dir } of packages) {
    const args = [...before, 'pack', '--json', '--pack-destination', destination];
    const { stdout } = await runOrThrow(pnpm, args, { cwd: join(workspaceRoot, dir) });
    tarballs.push((JSON.parse(stdout) as { filename: string }).filename);
  }
  return tarballs;
}

/** The files of a package, not those of packages that npm nested inside it. */
function listFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.startsWith('node_modules/'))
    .sort();
}
