import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entryPoints, type WorkspacePackage } from '../workspace/packages.js';
import { workspaceRoot } from '../workspace/tree.js';
import { type ApiSurface, readSurface } from './surface.js';

/** The surface of a package as built into its dist. */
export function builtSurface(pkg: WorkspacePackage): ApiSurface {
  return readSurface(entryPoints(pkg).map(({ key, types }) => ({ key, file: join(workspaceRoot, types) })));
}

/** The surface committed beside the package, or null when none is yet. */
export function recordedSurface(pkg: WorkspacePackage): ApiSurface | null {
  const file = join(workspaceRoot, pkg.dir, 'api.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as ApiSurface) : null;
}

export function recordSurface(pkg: WorkspacePackage, surface: ApiSurface): void {
  writeFileSync(join(workspaceRoot, pkg.dir, 'api.json'), `${JSON.stringify(surface, null, 2)}\n`);
}
