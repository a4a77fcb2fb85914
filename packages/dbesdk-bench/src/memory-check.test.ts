import { describe, expect, it } from 'vitest';
import { bytesNeeded, checkMemory } from './memory-check.js';
import { cellSpec } from './testing/cell-spec.js';

const MIB = 1024 ** 2;

describe('the memory check', () => {
  const large = cellSpec({ dataSize: 100 * MIB });

  it('names the cell, what it needs and what there is', () => {
    expect(() => checkMemory([{ id: 'throughput-104857600', spec: large }], 256 * MIB)).toThrow(
      expect.objectContaining({
        code: 'ERR_NOT_ENOUGH_MEMORY',
        message: 'throughput-104857600: 1 × 104857600 B under way need about 564 MiB, and 256 MiB are free',
      }),
    );
  });

  it('lets through what fits, on this machine too', () => {
    expect(() => checkMemory([{ id: 'x', spec: large }], 600 * MIB)).not.toThrow();
    expect(() => checkMemory([{ id: 'x', spec: cellSpec() }])).not.toThrow();
  });

  it('counts what is under way at once, and the text of JSON', () => {
    expect(bytesNeeded({ ...large, concurrency: 4, mode: 'threads' })).toBe(4 * (500 + 64) * MIB);
    expect(bytesNeeded({ ...large, format: 'dynamodb-json' })).toBe((1000 + 64) * MIB);
  });
});
