// Writes the JSON Schemas to dist/schemas (every build) and, with --commit, to config/schemas in the repository.
import { mkdir, writeFile } from 'node:fs/promises';
import { dataSchemaFiles } from '../dist/index.js';

const folders = [new URL('../dist/schemas/', import.meta.url)];
if (process.argv.includes('--commit')) folders.push(new URL('../../../config/schemas/', import.meta.url));

for (const folder of folders) {
  await mkdir(folder, { recursive: true });
  for (const { fileName, text } of dataSchemaFiles()) await writeFile(new URL(fileName, folder), text);
}
