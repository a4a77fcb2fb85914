import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Path of a file in the package's `dist/proto`. Found through the package's own name, which resolves alike from the
 * sources, from either bundle, and from wherever the package is installed.
 */
export function protoFile(name: string): string {
  const manifest = createRequire(import.meta.url).resolve('@benchwright/rest-grpc-compare/package.json');
  return join(dirname(manifest), 'dist', 'proto', name);
}
