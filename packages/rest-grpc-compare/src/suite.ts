import { createRequire } from 'node:module';
import type { Suite } from '@benchwright/load-driver';
import { addressesOf } from './addresses.js';
import { type RestGrpcConfig, restGrpcConfigSchema, restGrpcEnvironment, restGrpcQuick } from './config.js';
import { restGrpcConfigTemplate } from './config-template.js';
import { planRestGrpc } from './plan.js';
import { openRestGrpc } from './session.js';
import { summarizeRestGrpc } from './summarize.js';
import { restGrpcViews } from './views.js';

const manifest = createRequire(import.meta.url)('../package.json') as { readonly version: string };

/** REST against gRPC, and GraphQL, REST over HTTP/2 and gRPC-Web where wanted, over the same calls of the users API. */
export const restGrpcSuite: Suite<RestGrpcConfig> = {
  id: 'rest-grpc',
  title: 'REST against gRPC',
  version: manifest.version,
  config: {
    schema: restGrpcConfigSchema,
    environment: restGrpcEnvironment,
    template: restGrpcConfigTemplate,
  },
  quick: restGrpcQuick,
  plan: planRestGrpc,
  open: openRestGrpc,
  summarize: summarizeRestGrpc,
  views: restGrpcViews,
  targets(config) {
    return Object.values(addressesOf(config) ?? {});
  },
};
