import type { CellSpec } from '../cell-spec.js';

/** How a factor is written in an id. In every id stand the test and the size; the others only where they vary. */
const PARTS: readonly [keyof CellSpec, (spec: CellSpec) => string][] = [
  ['shape', ({ shape }) => shape],
  ['attributes', ({ attributes }) => `${attributes}attr`],
  ['nesting', ({ nesting }) => `depth${nesting}`],
  ['encryptedShare', ({ encryptedShare }) => `enc${encryptedShare}`],
  ['suite', ({ suite }) => suite],
  ['headerVersion', ({ headerVersion }) => `v${headerVersion}`],
  ['format', ({ format }) => format],
];

/** Ids of cells, short and each once: `throughput-1024`, `concurrency-1024-x4-threads`, `throughput-1024-plain`. Pure. */
export function cellIds(specs: readonly CellSpec[]): string[] {
  const varying = PARTS.filter(([key]) => new Set(specs.map((spec) => spec[key])).size > 1);
  return specs.map((spec) =>
    [
      spec.test,
      String(spec.dataSize),
      ...(spec.test === 'concurrency' ? [`x${spec.concurrency}`, spec.mode] : []),
      ...varying.map(([, text]) => text(spec)),
      ...(spec.encrypted ? [] : ['plain']),
    ].join('-'),
  );
}
