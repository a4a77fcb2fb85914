/** Where sources and bundles lie below the package's folder. */
const FOLDERS = ['/src/', '/dist/'];

/**
 * The URL of a built module of this package, by its path below `dist`. Resolves from the sources as well as from any bundle,
 * whatever folder of `dist` the bundler put the caller into.
 */
export function builtModule(path: string): URL {
  const here = import.meta.url;
  const end = Math.max(...FOLDERS.map((folder) => here.lastIndexOf(folder)));
  return new URL(`dist/${path}`, here.slice(0, end + 1));
}
