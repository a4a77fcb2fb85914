// The prices that a copy of this package brings along are those of the repository.
import { copyFile, mkdir } from 'node:fs/promises';

const dist = new URL('../dist/prices/', import.meta.url);
await mkdir(dist, { recursive: true });
await copyFile(
  new URL('../../../config/prices/us-east-1.yaml', import.meta.url),
  new URL('us-east-1.yaml', dist),
);
