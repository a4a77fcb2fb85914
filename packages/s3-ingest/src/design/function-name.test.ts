import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseOf, functionName, NAMINGS, parseFunctionName } from './function-name.js';

describe('parseFunctionName', () => {
  it('reads what the original’s Terraform and its README make', () => {
    expect(parseFunctionName('ingest-events-m512-b10-rc10')).toEqual({
      base: 'ingest-',
      workload: 'events',
      memoryMb: 512,
      factor: 10,
      reservedConcurrency: 10,
      variant: '',
    });
    expect(parseFunctionName('ingest-batch-m2048-p64-rc0')).toMatchObject({
      workload: 'batch',
      factor: 64,
      reservedConcurrency: 0,
    });
    expect(parseFunctionName('s3-experiment-events-1024mb-100')).toMatchObject({
      base: 's3-experiment-',
      memoryMb: 1024,
      factor: 100,
      reservedConcurrency: null,
    });
    expect(parseFunctionName('ingest-events-m512-b10-rc10-unsigned')?.variant).toBe('-unsigned');
  });

  it.each([
    'ingest',
    'ingest-events-512-10',
    'ingest-events-m512-p10-rc10',
    'ingest-events-m512-b10',
    'checkout-api',
    '',
  ])('does not guess at %j', (name) => expect(parseFunctionName(name)).toBeNull());

  it('reads back every name that is made', () => {
    const named = fc.record({
      base: fc.constantFrom('', 'ingest-', 's3-experiment-', 'my-events-in-'),
      workload: fc.constantFrom('events' as const, 'batch' as const),
      memoryMb: fc.integer({ min: 128, max: 10_240 }),
      factor: fc.integer({ min: 1, max: 5120 }),
      reservedConcurrency: fc.integer({ min: 0, max: 1000 }),
      variant: fc.constantFrom('', '-unsigned', '-required-unsigned'),
    });
    fc.assert(
      fc.property(named, fc.constantFrom(...NAMINGS), (one, naming) => {
        const reservedConcurrency = naming === 'full' ? one.reservedConcurrency : null;
        expect(parseFunctionName(functionName(one, naming))).toEqual({ ...one, reservedConcurrency });
      }),
    );
  });
});

describe('baseOf', () => {
  it.each([
    ['ingest-', 'ingest-'],
    ['ingest', 'ingest-'],
    ['ingest-events-', 'ingest-'],
    ['ingest-events-m512-', 'ingest-'],
    ['ingest-batch', 'ingest-'],
    ['events-', ''],
    ['', ''],
  ])('%j → %j', (prefix, base) => expect(baseOf(prefix)).toBe(base));
});
