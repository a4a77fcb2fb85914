import { suiteConformance } from '@benchwright/load-driver/conformance';
import { describe, it } from 'vitest';
import { restGrpcConfigSchema } from './config.js';
import { restGrpcSuite } from './suite.js';

const small = restGrpcConfigSchema.parse({ requests: 300, trials: 3, concurrency: 10, timeout: '10s' });

describe('the suite against its own servers', () => {
  for (const check of suiteConformance(restGrpcSuite, small)) {
    it(check.name, { timeout: 30_000 }, () => check.run());
  }
});
