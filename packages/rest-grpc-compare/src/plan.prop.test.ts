import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { URL_FIELDS } from './addresses.js';
import { CLIENT_KINDS } from './clients.js';
import { restGrpcConfigSchema } from './config.js';
import { planRestGrpc, warmupLoad } from './plan.js';
import { PROTOCOLS } from './protocols.js';

const configs = fc
  .record({
    requests: fc.integer({ min: 1, max: 2_000_000 }),
    trials: fc.integer({ min: 1, max: 40 }),
    concurrency: fc.integer({ min: 1, max: 1000 }),
    protocols: fc.subarray([...PROTOCOLS], { minLength: 1 }),
    clients: fc.subarray([...CLIENT_KINDS], { minLength: 1 }),
  })
  .map((input) => restGrpcConfigSchema.parse(input));
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('planRestGrpc', () => {
  it('splits the requests so that the parts sum to them exactly, alike for every contender', () => {
    fc.assert(
      fc.property(configs, seeds, (config, seed) => {
        const { cells } = planRestGrpc(config, seed);
        const counts = cells.map(({ trialLoads }) =>
          trialLoads.map((load) => (load.model === 'iterations' ? load.count : 0)),
        );
        expect(new Set(cells.map(({ id }) => id)).size).toBe(config.protocols.length * config.clients.length);
        for (const other of counts) expect(other).toEqual(counts[0]);
        expect(counts[0]!.reduce((sum, n) => sum + n, 0)).toBe(config.requests);
        expect(counts[0]!.length).toBe(Math.min(config.requests, config.trials));
        expect(Math.max(...counts[0]!) - Math.min(...counts[0]!)).toBeLessThanOrEqual(1);
        expect(Math.min(...counts[0]!)).toBeGreaterThan(0);
      }),
    );
  });

  it('keeps the trials of a round next to each other, in an order that the seed alone decides', () => {
    fc.assert(
      fc.property(configs, seeds, (config, seed) => {
        const { cells, order } = planRestGrpc(config, seed);
        const ids = cells.map(({ id }) => id).sort();
        for (let i = 0; i < order.length; i += ids.length) {
          const round = order.slice(i, i + ids.length);
          expect(new Set(round.map(({ trial }) => trial))).toEqual(new Set([i / ids.length]));
          expect(round.map(({ cell }) => cell).sort()).toEqual(ids);
        }
        expect(planRestGrpc(config, seed).order).toEqual(order);
      }),
    );
  });

  it('lets neither protocol always go first', () => {
    const config = restGrpcConfigSchema.parse({ trials: 200, requests: 200, clients: ['raw'] });
    const first = planRestGrpc(config, 1).order.filter((_, i) => i % 2 === 0);
    const rest = first.filter(({ cell }) => cell === 'rest-raw').length;
    expect(rest).toBeGreaterThan(60);
    expect(rest).toBeLessThan(140);
  });

  it('differs between the cells in the protocol and its client alone', () => {
    const config = restGrpcConfigSchema.parse({ operation: 'listUsers', pageSize: 50 });
    const [rest, grpc] = planRestGrpc(config, 1).cells.map(({ factors }) => factors);
    expect(rest).toMatchObject({ protocol: 'rest', operation: 'listUsers', pageSize: 50 });
    const { protocol: _p, library: _l, ...same } = rest!;
    expect(grpc).toMatchObject(same);
  });
});

describe('warmupLoad', () => {
  it('never makes more uncounted requests than counted ones, but for the first trial of the own servers', () => {
    fc.assert(
      fc.property(configs, fc.boolean(), (config, isFirstTrial) => {
        const named = { ...config, [URL_FIELDS[config.protocols[0]!]]: 'localhost:8080' };
        const load = warmupLoad(named, isFirstTrial);
        const count = load?.model === 'iterations' ? load.count : Number.NaN;
        expect(count).toBeGreaterThan(0);
        expect(count).toBeLessThanOrEqual(config.requests);
        expect(count).toBeLessThanOrEqual(10_000);
        if (!isFirstTrial) expect(warmupLoad(config, false)).toEqual(load);
      }),
    );
  });

  it('warms the own servers for the time asked before the first trial', () => {
    const config = restGrpcConfigSchema.parse({ requests: 10, warmup: { firstTrial: '3s' } });
    expect(warmupLoad(config, true)).toEqual({ model: 'closed', concurrency: 100, durationNs: 3e9 });
  });

  it('is none when none is wanted', () => {
    const config = restGrpcConfigSchema.parse({ warmup: { requests: 0, firstTrial: 0 } });
    expect(warmupLoad(config, false)).toBeNull();
    expect(warmupLoad(config, true)).toBeNull();
  });
});
