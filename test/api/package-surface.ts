import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryPoints, type WorkspacePackage } from '../workspace/packages.js';
import { workspaceRoot } from '../workspace/tree.js';
import { type ApiSurface, type BuiltApi, readApi } from './surface.js';

/** What a package exports as built into its dist. */
export function builtApi(pkg: WorkspacePackage): BuiltApi {
  return readApi(entryPoints(pkg).map(({ key, types }) => ({ key, file: join(workspaceRoot, types) })));
}

/** The surface committed beside the package, or null when none is yet. */
export function recordedSurface(pkg: WorkspacePackage): ApiSurface | null {
  const file = join(workspaceRoot, pkg.dir, 'api.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ApiSurface) : null;
}

export function recordSurface(pkg: WorkspacePackage, surface: ApiSurface): void {
  writeFileSync(join(workspaceRoot, pkg.dir, 'api.json'), `${JSON.stringify(surface, null, 2)}\n`);
}
