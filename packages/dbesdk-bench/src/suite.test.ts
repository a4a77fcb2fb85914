import { suiteConformance } from '@benchwright/load-driver/conformance';
import { describe, it } from 'vitest';
import { dbesdkConfigSchema } from './config.js';
import { dbesdkSuite } from './suite.js';
import { BRIEF } from './testing/measure.js';

const kinds = {
  'in this process and its threads': {
    data_sizes: { small: [1024] },
    test_types: ['throughput', 'concurrency'],
    concurrency_levels: [2],
    concurrency_modes: ['threads'],
  },
  'in processes of their own': { data_sizes: { small: [1024] }, test_types: ['memory'] },
  'with a table': { data_sizes: { small: [1024] }, test_types: ['throughput'], dynamodb: 'embedded' },
} as const;

for (const [kind, input] of Object.entries(kinds)) {
  // Two of something must be planned, so that an interrupted run has something left.
  const trials = kind === 'in processes of their own' ? 2 : 1;
  const config = dbesdkConfigSchema.parse({ ...BRIEF, algorithm_suites: ['0x6700'], ...input, trials });
  describe(`the suite ${kind}`, () => {
    for (const check of suiteConformance(dbesdkSuite, config)) {
      it(check.name, () => check.run());
    }
  });
}
