import type { ExportTarget, Manifest } from '../workspace/packages.js';

const unshipped = /(^|\/)(?:src|test|testdata|bench|node_modules)\/|\.test\.|\.tsbuildinfo$|\.map$|\.tgz$/;

/** Finds what a packed package lacks, and what it should not carry. */
export function tarballFaults(files: readonly string[], manifest: Manifest): string[] {
  const wanted = new Set(['package.json', 'README.md', 'LICENSE', ...targetsOf(manifest)]);
  return [
    ...[...wanted].filter((file) => !isCarried(file, files)).map((file) => `lacks ${file}`),
    ...files.filter((file) => unshipped.test(file)).map((file) => `carries ${file}`),
    ...unresolved(manifest),
  ];
}

/** A target of `exports` may have one `*`, which stands for any path. */
function isCarried(target: string, files: readonly string[]): boolean {
  const [start = '', end] = target.split('*');
  return files.some((file) =>
    end === undefined ? file === start : file.startsWith(start) && file.endsWith(end),
  );
}

/** Every file that the manifest points at. */
function targetsOf({ exports = {}, bin = {}, main, types }: Manifest): string[] {
  const entries = Object.values(exports).flatMap((target: ExportTarget) =>
    typeof target === 'string'
      ? [target]
      : [target.import, target.require].flatMap((branch) => [branch?.types, branch?.default]),
  );
  return [...entries, ...Object.values(bin), main, types]
    .filter((path): path is string => typeof path === 'string')
    .map((path) => path.replace(/^\.\//, ''));
}

/** Versions that mean something in this workspace only. */
function unresolved({ dependencies, peerDependencies, optionalDependencies }: Manifest): string[] {
  return Object.entries({ ...dependencies, ...peerDependencies, ...optionalDependencies })
    .filter(([, spec]) => /^(?:workspace|catalog|file|link):/.test(spec))
    .map(([name, spec]) => `asks for ${name} at "${spec}", which no registry understands`);
}
