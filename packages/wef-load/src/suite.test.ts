import { suiteConformance } from '@benchwright/load-driver/conformance';
import { describe, it } from 'vitest';
import { wefConfigSchema } from './config.js';
import { wefSuite } from './suite.js';

const config = wefConfigSchema.parse({
  events: 20_500,
  rate: 100_000,
  trials: 2,
  connections: 4,
  machines: 10,
  store: false,
  ceiling: false,
});

describe('the suite with a collector that forgets', () => {
  for (const check of suiteConformance(wefSuite, config)) {
    it(check.name, () => check.run());
  }
});
