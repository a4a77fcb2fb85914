import { createRequire } from 'node:module';
import type { Suite } from '@benchwright/load-driver';
import { type SerializationConfig, serializationConfigSchema, serializationQuick } from './config.js';
import { serializationConfigTemplate } from './config-template.js';
import { planSerialization } from './plan.js';
import { openSerialization } from './session.js';
import { summarizeSerialization } from './summarize.js';
import { serializationViews } from './views.js';

const manifest = createRequire(import.meta.url)('@benchwright/rest-grpc-compare/package.json') as {
  readonly version: string;
};

/** What encoding and decoding cost on their own, so that protocol, serialisation and stack can be told apart. */
export const serializationSuite: Suite<SerializationConfig> = {
  id: 'rest-grpc-serialization',
  title: 'JSON against protobuf, without servers',
  version: manifest.version,
  config: { schema: serializationConfigSchema, environment: {}, template: serializationConfigTemplate },
  quick: serializationQuick,
  plan: planSerialization,
  open: openSerialization,
  summarize: summarizeSerialization,
  views: serializationViews,
  targets: () => [],
};
