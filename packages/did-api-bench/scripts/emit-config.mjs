// Writes what the repository keeps of this suite: the commented YAML that users copy, the JSON Schema that editors check
// it with, and the guide's targets. A test fails when they are not what the built suite says.
import { mkdir, writeFile } from 'node:fs/promises';
import { didConfigJsonSchema, didConfigTemplate, guideSlo } from '../dist/index.js';

const config = new URL('../../../config/', import.meta.url);
await mkdir(new URL('schemas/', config), { recursive: true });
await writeFile(new URL('did-api.yaml', config), didConfigTemplate);
await writeFile(new URL('did-slo.yaml', config), guideSlo);
await writeFile(new URL('schemas/did-api.schema.json', config), didConfigJsonSchema());
