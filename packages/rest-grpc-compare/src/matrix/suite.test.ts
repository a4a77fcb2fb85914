import { runInMemory, suiteConformance } from '@benchwright/load-driver/conformance';
import { describe, expect, it } from 'vitest';
import { type MatrixConfigInput, matrixConfigSchema } from './config.js';
import { matrixSuite } from './suite.js';

const tiny = {
  concurrency: [1, 2],
  networks: ['delay=2ms'],
  trials: 2,
  duration: '40ms',
  warmup: { firstTrial: '20ms', trial: '10ms' },
  ceiling: false,
} satisfies MatrixConfigInput;

describe('the matrix as a suite', () => {
  const config = matrixConfigSchema.parse({ ...tiny, operations: ['createUser'], concurrency: [2] });
  for (const check of suiteConformance(matrixSuite, config)) it(check.name, () => check.run());
});

const measure = (input: MatrixConfigInput) => runInMemory(matrixSuite, matrixConfigSchema.parse(input));

describe('a matrix over a network', () => {
  it('has no answer before the network let one through, and says what each cell cost', async () => {
    const { result, trials } = await measure({
      ...tiny,
      operations: ['getUser'],
      networks: 'none;delay=5ms',
    });
    expect(result.cells).toHaveLength(2 * 2 * 2);
    for (const { cell, counts, distributions } of trials) {
      expect(counts.failed, cell).toBe(0);
      if (cell.startsWith('delay=5ms/'))
        expect(distributions.responseTimeNs!.min, cell).toBeGreaterThanOrEqual(10e6);
    }
    for (const { id, metrics, factors } of result.cells) {
      const linked = factors.network === 'delay=5ms';
      expect(metrics.targetCpuNs!.estimate!, id).toBeGreaterThan(1000);
      expect(metrics.targetRssBytes!.estimate!, id).toBeGreaterThan(1e6);
      expect(metrics.serverMessagesNs!.estimate!, id).toBeGreaterThan(50);
      expect(metrics.serverMessagesShare!.estimate!, id).toBeLessThan(1);
      expect(metrics.linkRoundTripNs?.estimate ?? 0, id).toBeGreaterThanOrEqual(linked ? 10e6 : 0);
      expect('linkLateNs' in metrics, id).toBe(linked);
    }
    const comparedBy = new Set(result.comparisons.map(({ metric }) => metric));
    expect([...comparedBy]).toEqual(['responseTimeNs', 'requestsPerSec', 'targetCpuNs', 'targetRssBytes']);
    expect(result.comparisons.filter(({ metric }) => metric === 'responseTimeNs')).toHaveLength(4);
    for (const { id, render } of matrixSuite.views) expect(render(result), id).toContain('delay=5ms');
  });
});
