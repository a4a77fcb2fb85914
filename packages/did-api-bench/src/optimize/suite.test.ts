import { suiteConformance } from '@benchwright/load-driver/conformance';
import { describe, it } from 'vitest';
import { optimizeConfigSchema } from './config.js';
import { didOptimizeSuite } from './suite.js';

// Without a database a server starts in half a second: what runs is the suite and its servers, as short as they can be.
const config = optimizeConfigSchema.parse({
  store: 'memory',
  techniques: 'batch',
  trials: 1,
  duration: '50ms',
  warmup: '0s',
  connections: 2,
  people: 2,
  fill: 10,
  kdfIterations: 1,
});

describe('conformance', () => {
  for (const { name, run } of suiteConformance(didOptimizeSuite, config)) it(name, run);
});
