import { suiteConformance } from '@benchwright/load-driver/conformance';
import { describe, expect, it } from 'vitest';
import { httpConfigSchema } from './config.js';
import { httpSuite } from './suite.js';

describe('the suite against its own responder', () => {
  const small = httpConfigSchema.parse({ requests: 300, trials: 3, connections: 4, ceiling: '100ms' });
  for (const check of suiteConformance(httpSuite, small)) {
    it(check.name, () => check.run());
  }
});

describe('the suite with an open load, for a time', () => {
  const small = httpConfigSchema.parse({
    rate: 500,
    duration: '400ms',
    trials: 2,
    warmup: '50ms',
    ceiling: '100ms',
  });
  for (const check of suiteConformance(httpSuite, small)) {
    it(check.name, () => check.run());
  }
});

it('names its target before anything is sent', () => {
  const targets = (url: string | null) => httpSuite.targets(httpConfigSchema.parse({ url }));
  expect(targets('https://[::1]/x?token=1')).toEqual(['https://[::1]']);
  expect(targets('http://example.com:81/{{seq}}')).toEqual(['http://example.com:81']);
  expect(targets(null)).toEqual([]);
});
