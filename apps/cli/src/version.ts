import { createRequire } from 'node:module';

/** The version of this package. Sources and both bundles lie one level below its manifest. */
export const packageVersion: string = readVersion();

function readVersion(): string {
  const manifest: unknown = createRequire(import.meta.url)('../package.json');
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  throw new Error('the package manifest names no version');
}
