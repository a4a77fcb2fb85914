// Writes what the repository keeps of these suites' configs: the commented YAML that users copy and the JSON Schema that
// editors check it with. A test fails when they are not what the built suites say.
import { mkdir, writeFile } from 'node:fs/promises';
import {
  matrixConfigJsonSchema,
  matrixConfigTemplate,
  restGrpcConfigJsonSchema,
  restGrpcConfigTemplate,
  serializationConfigJsonSchema,
  serializationConfigTemplate,
} from '../dist/index.js';

const config = new URL('../../../config/', import.meta.url);
await mkdir(new URL('schemas/', config), { recursive: true });
const files = {
  'rest-grpc': [restGrpcConfigTemplate, restGrpcConfigJsonSchema()],
  'rest-grpc-matrix': [matrixConfigTemplate, matrixConfigJsonSchema()],
  'rest-grpc-serialization': [serializationConfigTemplate, serializationConfigJsonSchema()],
};
// Names may be given, to write some of them only.
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(files);
for (const name of names) {
  const [template, schema] = files[name];
  await writeFile(new URL(`${name}.yaml`, config), template);
  await writeFile(new URL(`schemas/${name}.schema.json`, config), schema);
}
