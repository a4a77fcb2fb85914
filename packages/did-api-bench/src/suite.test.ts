import { suiteConformance } from '@benchwright/load-driver/conformance';
import { describe, it } from 'vitest';
import { didConfigSchema } from './config.js';
import { didSuite } from './suite.js';

describe('the suite against its own server', () => {
  const small = didConfigSchema.parse({
    server: { store: 'memory', kdfIterations: 1 },
    operations: 'health,verify,enroll,generate,journey',
    mix: 'health=1,verify=2,enroll=1',
    requests: 40,
    trials: 2,
    connections: 3,
    people: 3,
    traceEvery: 4,
    ceiling: false,
  });
  for (const check of suiteConformance(didSuite, small)) {
    it(check.name, () => check.run());
  }
});
