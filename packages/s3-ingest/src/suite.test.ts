import { suiteConformance } from '@benchwright/load-driver/conformance';
import { describe, it } from 'vitest';
import { s3IngestConfigSchema } from './config.js';
import { s3IngestSuite } from './suite.js';

const config = s3IngestConfigSchema.parse({
  workloads: ['events'],
  design: { memoryMb: 1769, batchEvents: 1, reservedConcurrency: [0, 1] },
  invocations: 6,
  trials: 2,
  concurrency: 2,
  ceiling: false,
});

describe('the suite on embedded parts', () => {
  for (const check of suiteConformance(s3IngestSuite, config)) {
    it(check.name, () => check.run());
  }
});
