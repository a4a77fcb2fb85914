// Writes what the repository keeps of this suite's config: the commented YAML that users copy and the JSON Schema that
// editors check it with. A test fails when they are not what the built suite says.
import { mkdir, writeFile } from 'node:fs/promises';
import { wefConfigJsonSchema, wefConfigTemplate } from '../dist/index.js';

const config = new URL('../../../config/', import.meta.url);
await mkdir(new URL('schemas/', config), { recursive: true });
await writeFile(new URL('wef-load.yaml', config), wefConfigTemplate);
await writeFile(new URL('schemas/wef-load.schema.json', config), wefConfigJsonSchema());
