import type { Suite } from '@benchwright/load-driver';
import { summarizeHttp } from '../summarize.js';
import { packageVersion } from '../version.js';
import { httpViews } from '../views.js';
import { type GrpcConfig, grpcConfigSchema, grpcQuick } from './config.js';
import { grpcConfigTemplate } from './config-template.js';
import { planGrpc } from './plan.js';
import { openGrpc } from './session.js';

/** Any unary gRPC method under load. */
export const grpcSuite: Suite<GrpcConfig> = {
  id: 'grpc',
  title: 'A gRPC method',
  version: packageVersion,
  config: { schema: grpcConfigSchema, environment: {}, template: grpcConfigTemplate },
  quick: grpcQuick,
  plan: planGrpc,
  open: openGrpc,
  summarize: summarizeHttp,
  views: httpViews,
  targets: ({ address }) => (address === null ? [] : [address]),
};
