import { describe, expect, it } from 'vitest';
import { matrixConfigSchema } from './config.js';
import { estimateMatrixNs, planMatrix } from './plan.js';

const plan = (input: object) => planMatrix(matrixConfigSchema.parse(input), 5);

describe('the plan of a matrix', () => {
  it('has a cell for every combination, and interleaves all of them round by round', () => {
    const { cells, order } = plan({
      protocols: 'rest,grpc,graphql',
      operations: 'getUser,listUsers:5',
      trials: 3,
    });
    expect(cells).toHaveLength(2 * 2 * 3 * 3);
    expect(cells[0]).toMatchObject({
      id: 'none/getUser/1/rest',
      factors: { network: 'none', operation: 'getUser', concurrency: 1, protocol: 'rest', client: 'raw' },
    });
    const firstRound = order.slice(0, cells.length);
    expect(new Set(firstRound.map(({ cell }) => cell)).size).toBe(cells.length);
    expect(firstRound.map(({ cell }) => cell)).not.toEqual(cells.map(({ id }) => id));
  });

  it('gives a slow network the time of ten round trips', () => {
    const durations = plan({ networks: 'none,3g', duration: '1s' }).cells.map(({ id, trialLoads }) => {
      const [load] = trialLoads;
      return [id.split('/')[0], load?.model === 'closed' ? load.durationNs : null];
    });
    expect(new Set(durations.map(String))).toEqual(new Set(['none,1000000000', '3g,3000000000']));
  });

  it('is the same from the same seed, and another order from another', () => {
    const config = matrixConfigSchema.parse({});
    expect(planMatrix(config, 5)).toEqual(planMatrix(config, 5));
    expect(planMatrix(config, 6).order).not.toEqual(planMatrix(config, 5).order);
  });

  it('says how long it takes: loads, warm-ups, connections and the start', () => {
    const config = matrixConfigSchema.parse({
      operations: 'getUser',
      concurrency: '1',
      networks: 'wan-100ms',
      trials: 2,
      duration: '2s',
      warmup: { firstTrial: '1s', trial: 0 },
    });
    const seconds = estimateMatrixNs(config, planMatrix(config, 1)) / 1e9;
    // 4 trials of 2 s, two round trips and what they take besides; 2 protocols' warm-ups of 1 s, of their messages, their ceilings; the start.
    expect(seconds).toBeCloseTo(4 * (2 + 0.2 + 0.2) + 2 * (1 + 0.8) + 2 * (1.2 + 0.5) + 3, 6);
  });
});
