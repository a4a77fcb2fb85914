// Writes what the repository keeps of this suite's config: the commented YAML that users copy and the JSON Schema that
// editors check it with. A test fails when they are not what the built suite says.
import { mkdir, writeFile } from 'node:fs/promises';
import {
  grpcConfigJsonSchema,
  grpcConfigTemplate,
  httpConfigJsonSchema,
  httpConfigTemplate,
} from '../dist/index.js';

const config = new URL('../../../config/', import.meta.url);
await mkdir(new URL('schemas/', config), { recursive: true });
await writeFile(new URL('endpoint-load.yaml', config), httpConfigTemplate);
await writeFile(new URL('schemas/endpoint-load.schema.json', config), httpConfigJsonSchema());
await writeFile(new URL('endpoint-load-grpc.yaml', config), grpcConfigTemplate);
await writeFile(new URL('schemas/endpoint-load-grpc.schema.json', config), grpcConfigJsonSchema());
