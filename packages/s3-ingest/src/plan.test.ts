import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { s3IngestConfigSchema } from './config.js';
import { specOf } from './design/cell-spec.js';
import { planS3Ingest, slotsOf, trialLoad, warmupLoad } from './plan.js';

const configOf = (input: object) => s3IngestConfigSchema.parse(input);

describe('the plan', () => {
  it('has 27 cells of the workload that the prefix names, and 54 without one', () => {
    const { cells } = planS3Ingest(configOf({ functionPrefix: 'ingest-events-' }), 1);
    expect(cells).toHaveLength(27);
    expect(cells.map((cell) => specOf(cell).functionName)).toContain('ingest-events-m512-b10-rc10');
    expect(planS3Ingest(configOf({}), 1).cells).toHaveLength(54);
    expect(planS3Ingest(configOf({ functionPrefix: 'ingest-batch-m512-' }), 1).cells).toHaveLength(9);
  });

  it('calls functions by the short form where asked', () => {
    const config = configOf({
      naming: 'short',
      functionPrefix: 's3-experiment-',
      design: { reservedConcurrency: 10 },
    });
    const names = planS3Ingest(config, 1).cells.map((cell) => specOf(cell).functionName);
    expect(names).toHaveLength(18);
    expect(names).toContain('s3-experiment-batch-2048mb-64');
  });

  it('makes a cell of every mode, each with a name of its own', () => {
    const design = {
      checksumModes: ['WHEN_SUPPORTED', 'WHEN_REQUIRED'],
      payloadSignings: ['signed', 'unsigned'],
    };
    const { cells } = planS3Ingest(configOf({ design, workloads: ['events'] }), 1);
    expect(cells).toHaveLength(27 * 4);
    expect(new Set(cells.map((cell) => specOf(cell).functionName)).size).toBe(27 * 4);
  });

  it('refuses a prefix that no function has', () => {
    for (const functionPrefix of ['ingest-events-m513', 'nothing-', 'mine-events-']) {
      expect(() => planS3Ingest(configOf({ functionPrefix }), 1)).toThrow(
        expect.objectContaining({ code: 'ERR_NOTHING_TO_MEASURE' }),
      );
    }
    const deployed = { functions: 'aws', functionPrefix: 'mine-events-' } as const;
    expect(planS3Ingest(configOf(deployed), 1).cells).toHaveLength(27);
  });

  it('has every cell once in each round, in an order of the seed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.integer({ min: 1, max: 4 }),
        (seed, trials) => {
          const config = configOf({ workloads: ['events'], trials });
          const plan = planS3Ingest(config, seed);
          expect(planS3Ingest(config, seed)).toEqual(plan);
          const size = plan.cells.length;
          for (let round = 0; round < trials; round++) {
            const steps = plan.order.slice(round * size, (round + 1) * size);
            expect(new Set(steps.map(({ cell }) => cell)).size).toBe(size);
            expect(steps.every(({ trial }) => trial === round)).toBe(true);
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('loads', () => {
  it('count invocations at a concurrency, never more under way than there are', () => {
    expect(trialLoad(configOf({ invocations: 5, concurrency: 20 }))).toEqual({
      model: 'iterations',
      count: 5,
      concurrency: 5,
    });
  });

  it('arrive at a rate for as long as it takes', () => {
    const config = configOf({ invocations: 50, rate: '20/s', arrivals: 'poisson' });
    expect(trialLoad(config)).toEqual({ model: 'poisson', ratePerSec: 20, durationNs: 2.5e9 });
    expect(slotsOf(config)).toBe(256);
  });

  const warmed = (input: object, reservedConcurrency = 0) => {
    const config = configOf({ ...input, design: { reservedConcurrency } });
    return warmupLoad(specOf(planS3Ingest(config, 1).cells[0]!), config);
  };
  const atOnce = (count: number, concurrency = count) => ({ model: 'iterations', count, concurrency });

  it('warm as many environments as will be needed, unless told otherwise', () => {
    expect(warmed({ concurrency: 7 })).toEqual(atOnce(7));
    expect(warmed({ concurrency: 20, invocations: 5 })).toEqual(atOnce(5));
    expect(warmed({ warmupInvocations: 0 })).toBeNull();
    expect(warmed({ concurrency: 7, warmupInvocations: 100 })).toEqual(atOnce(100, 7));
  });

  it('warm no more environments than a reservation lets exist, all of them at once', () => {
    expect(warmed({ concurrency: 20 }, 3)).toEqual(atOnce(3));
    expect(warmed({ concurrency: 20, warmupInvocations: 100 }, 3)).toEqual(atOnce(100, 3));
    expect(warmed({ concurrency: 2 }, 3)).toEqual(atOnce(2));
  });

  it('warm environments at once under a rate too, and no more than may be under way', () => {
    expect(warmed({ rate: '20/s', concurrency: 20 })).toEqual(atOnce(20));
    expect(warmed({ rate: '20/s', concurrency: 20 }, 10)).toEqual(atOnce(10));
    expect(warmed({ rate: '20/s', concurrency: 20, maxInFlight: 4 })).toEqual(atOnce(4));
  });
});
