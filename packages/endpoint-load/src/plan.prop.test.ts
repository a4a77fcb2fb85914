import { planSchema } from '@benchwright/result-schema';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { httpConfigSchema } from './config.js';
import { planHttp } from './plan.js';

it('a plan is a function of config and seed, holds every trial once, and is one that records take', () => {
  const input = fc.record(
    {
      requests: fc.integer({ min: 1, max: 1e6 }),
      trials: fc.integer({ min: 1, max: 20 }),
      connections: fc.integer({ min: 1, max: 100 }),
      rate: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(input, fc.nat(), (given, seed) => {
      const config = httpConfigSchema.parse(given);
      const plan = planSchema.parse(planHttp(config, seed));
      expect(planHttp(config, seed)).toEqual(plan);
      expect(plan.cells).toHaveLength(1);
      expect(plan.order.map(({ trial }) => trial)).toEqual(plan.cells[0]!.trialLoads.map((_, i) => i));
    }),
  );
});

it('the factors say what another run must share to be comparable', () => {
  const config = httpConfigSchema.parse({
    url: 'https://localhost/',
    rate: '100/s',
    pipeline: 2,
    connections: 4,
    method: 'PUT',
  });
  expect(planHttp(config, 1).cells[0]!.factors).toEqual({
    protocol: 'http/1.1 over tls',
    requests: 'PUT',
    connections: 4,
    connectionPolicy: 'shared',
    pipeline: 2,
    load: 'constant',
    ratePerSec: 100,
  });
});
