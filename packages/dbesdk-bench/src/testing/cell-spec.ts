import type { CellSpec } from '../cell-spec.js';

/** A small cell for tests: the original's item, one at a time. */
export function cellSpec(differing: Partial<CellSpec> = {}): CellSpec {
  return {
    test: 'throughput',
    dataSize: 1024,
    concurrency: 1,
    mode: 'in-flight',
    shape: 'harness',
    attributes: 1,
    encryptedShare: 1,
    nesting: 1,
    suite: '0x6700',
    headerVersion: 1,
    format: 'attribute-value',
    itemKeys: 'fresh',
    store: 'none',
    encrypted: true,
    ...differing,
  };
}
