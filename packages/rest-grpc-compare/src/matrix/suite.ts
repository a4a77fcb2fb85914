import { createRequire } from 'node:module';
import type { Suite } from '@benchwright/load-driver';
import { type MatrixConfig, matrixConfigSchema, matrixQuick } from './config.js';
import { matrixConfigTemplate } from './config-template.js';
import { planMatrix } from './plan.js';
import { openMatrix } from './session.js';
import { summarizeMatrix } from './summarize.js';
import { matrixViews } from './views.js';

const manifest = createRequire(import.meta.url)('@benchwright/rest-grpc-compare/package.json') as {
  readonly version: string;
};

/** Protocols over concurrency, operation and network: where the lines cross. */
export const matrixSuite: Suite<MatrixConfig> = {
  id: 'rest-grpc-matrix',
  title: 'REST, gRPC and others: where the lines cross',
  version: manifest.version,
  config: { schema: matrixConfigSchema, environment: {}, template: matrixConfigTemplate },
  quick: matrixQuick,
  plan: planMatrix,
  open: openMatrix,
  summarize: summarizeMatrix,
  views: matrixViews,
  targets: () => [],
};
