import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { specOf } from './cell-spec.js';
import { dbesdkConfigSchema } from './config.js';
import {
  ALGORITHM_SUITES,
  CONCURRENCY_MODES,
  ITEM_FORMATS,
  ITEM_SHAPES,
  TEST_TYPES,
} from './factor-names.js';
import { payloadOf } from './items/item-layout.js';
import { planDbesdk, warmupLoad } from './plan.js';

/** Two levels of each factor at most: the combinations multiply. */
const some = <T>(values: readonly T[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });

const configs = fc
  .record({
    data_sizes: fc.record({
      small: fc.array(fc.integer({ min: 1, max: 2_000_000 }), { minLength: 1, maxLength: 2 }),
    }),
    test_types: some(TEST_TYPES),
    concurrency_levels: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 }),
    concurrency_modes: some(CONCURRENCY_MODES),
    algorithm_suites: some(ALGORITHM_SUITES),
    header_versions: some([1, 2] as const),
    item_shapes: some(ITEM_SHAPES),
    item_formats: some(ITEM_FORMATS),
    attribute_counts: fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 1 }),
    encrypted_shares: some([0, 0.5, 1]),
    nesting_depths: fc.array(fc.integer({ min: 0, max: 31 }), { maxLength: 1 }),
    trials: fc.integer({ min: 1, max: 3 }),
    dynamodb: fc.constantFrom(null, 'embedded'),
  })
  .map((input) => dbesdkConfigSchema.parse(input))
  // A config may leave nothing: that is told, and tested below.
  .filter((config) => config.test_types.includes('throughput') && config.dynamodb === null);

describe('any plan', () => {
  it('is the same for the same seed, has every id once and every trial once', () => {
    fc.assert(
      fc.property(configs, fc.nat(), (config, seed) => {
        const plan = planDbesdk(config, seed);
        expect(planDbesdk(config, seed)).toEqual(plan);
        const ids = plan.cells.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(plan.order).toHaveLength(ids.length * config.trials);
      }),
      { numRuns: 40 },
    );
  });

  it('gives back each spec from its factors, and payloads that sum to the size', () => {
    fc.assert(
      fc.property(configs, (config) => {
        for (const cell of planDbesdk(config, 1).cells) {
          const spec = specOf({ factors: JSON.parse(JSON.stringify(cell.factors)) });
          const payload = payloadOf(spec);
          expect(payload.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(spec.dataSize);
          expect(new Set(payload.map(({ name }) => name)).size).toBe(spec.attributes);
          expect(payload.filter(({ isEncrypted }) => isEncrypted)).toHaveLength(
            Math.round(spec.encryptedShare * spec.attributes),
          );
          for (const load of cell.trialLoads) {
            expect('concurrency' in load && load.concurrency).toBe(spec.concurrency);
          }
          const warmup = warmupLoad(spec, config);
          expect(warmup === null || 'concurrency' in warmup).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('what is left out', () => {
  it('are sizes that DynamoDB cannot store, both encrypted and plain', () => {
    const config = dbesdkConfigSchema.parse({
      data_sizes: { small: [1024], medium: [409_500] },
      test_types: ['throughput'],
      dynamodb: 'embedded',
    });
    expect(planDbesdk(config, 1).cells.map(({ id }) => id)).toEqual([
      'throughput-1024',
      'throughput-1024-plain',
    ]);
  });

  it('are concurrency cells beyond max_bytes_in_flight', () => {
    const config = dbesdkConfigSchema.parse({
      data_sizes: { small: [1000] },
      test_types: ['concurrency'],
      concurrency_levels: [1, 2, 4],
      concurrency_modes: ['threads'],
      max_bytes_in_flight: 2000,
    });
    expect(planDbesdk(config, 1).cells.map(({ id }) => id)).toEqual(['concurrency-1000-x2-threads']);
  });

  it('must not be all', () => {
    const config = dbesdkConfigSchema.parse({ data_sizes: { large: [1e6] }, dynamodb: 'embedded' });
    expect(() => planDbesdk(config, 1)).toThrow(
      expect.objectContaining({
        code: 'ERR_NOTHING_TO_MEASURE',
        message: expect.stringContaining('items of 1000000 B cannot be stored'),
      }),
    );
  });
});
