import { findPublished } from '../workspace/packages.js';
import { openWorkspace } from '../workspace/tree.js';
import { builtApi, recordedSurface, recordSurface } from './package-surface.js';
import { surfaceChanges } from './surface.js';

// `pnpm api:update`: records what the packages export now, and says what that changes.
for (const pkg of findPublished(openWorkspace())) {
  const built = builtApi(pkg).surface;
  const changes = surfaceChanges(recordedSurface(pkg) ?? {}, built);
  if (changes.length > 0) recordSurface(pkg, built);
  process.stdout.write(`${pkg.name}: ${changes.length === 0 ? 'unchanged' : changes.join('\n  ')}\n`);
}
