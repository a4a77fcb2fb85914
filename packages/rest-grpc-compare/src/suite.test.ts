import { suiteConformance } from '@benchwright/load-driver/conformance';
import { describe, it } from 'vitest';
import { restGrpcConfigSchema } from './config.js';
import { restGrpcSuite } from './suite.js';

const small = { requests: 300, trials: 3, concurrency: 10, timeout: '10s', ceiling: false } as const;
const brief = { requests: 60, trials: 2, concurrency: 5, warmup: { firstTrial: '20ms', requests: 5 } };

describe.each([
  [
    'the protocols and clients that it compares by default',
    { ...small, warmup: { firstTrial: '200ms' }, ceiling: '100ms' },
  ],
  ['the other protocols, raw', { ...small, ...brief, protocols: 'graphql,rest-h2,grpc-web', clients: 'raw' }],
  [
    'a protocol of each kind, a connection per request',
    { ...small, ...brief, protocols: 'rest,rest-h2', connections: 'per-request' },
  ],
] as const)('the suite against its own servers: %s', (_what, input) => {
  for (const check of suiteConformance(restGrpcSuite, restGrpcConfigSchema.parse(input))) {
    it(check.name, () => check.run());
  }
});
