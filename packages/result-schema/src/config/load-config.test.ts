import { expect, test } from 'vitest';
import { type Load, loadSchema } from '../schema/load.js';
import { loadConfigSchema } from './load-config.js';
import { parseConfig } from './parse-config.js';

test('units in text become the numbers of a Load', () => {
  const load: Load = loadConfigSchema.parse({ model: 'poisson', ratePerSec: '6k/min', durationNs: '2m' });
  expect(load).toEqual({ model: 'poisson', ratePerSec: 100, durationNs: 120e9 });
  expect(loadSchema.parse(load)).toEqual(load);
  const stages = { model: 'stages', stages: [{ toRatePerSec: 5, overNs: '1s' }] };
  expect(loadConfigSchema.parse(stages)).toEqual({
    model: 'stages',
    startRatePerSec: 0,
    stages: [{ toRatePerSec: 5, overNs: 1e9 }],
  });
});

test('nothing and less than nothing are refused', () => {
  const text = 'model: constant\nratePerSec: 0/s\ndurationNs: 0s\n';
  const parsed = parseConfig(loadConfigSchema, [{ kind: 'file', fileName: 'load.yaml', text }]);
  expect(parsed.ok ? [] : parsed.problems.map(({ origin, message }) => `${origin} ${message}`)).toEqual([
    'load.yaml:2:13 ratePerSec must be more than 0/s, got 0/s',
    'load.yaml:3:13 durationNs must be more than 0s, got 0s',
  ]);
  expect(loadConfigSchema.safeParse({ model: 'constant', ratePerSec: -5, durationNs: 1 }).success).toBe(
    false,
  );
});
