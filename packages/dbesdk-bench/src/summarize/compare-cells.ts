import { compareCells } from '@benchwright/load-driver';
import type { CellResult, Comparison } from '@benchwright/result-schema';
import { type CellSpec, specOf } from '../cell-spec.js';
import { HALVES, PEAK_HEAP_EXTERNAL } from './figure-names.js';

/** Factors of which two levels are compared with each other, everything else being the same. */
const COMPARED = [
  'encrypted',
  'mode',
  'suite',
  'headerVersion',
  'format',
] as const satisfies (keyof CellSpec)[];

const METRICS = ['serviceTimeNs', ...HALVES, 'requestsPerSec', PEAK_HEAP_EXTERNAL];

interface Measured {
  readonly cell: CellResult;
  readonly spec: CellSpec;
}

/**
 * Pairs of cells that differ in one factor: plain and encrypted items in the same table (the difference is the cost of
 * encryption), promises and threads, one suite and the other; and the rate of several items at once against one at a
 * time. All from the same rounds. Pure.
 */
export function compareDbesdkCells(cells: readonly CellResult[]): Comparison[] {
  const measured = cells
    .filter(({ trials }) => trials > 0)
    .map((cell): Measured => ({ cell, spec: specOf(cell) }));
  return measured.flatMap((base) =>
    measured.flatMap((head) => {
      if (differOnlyInFactor(base.spec, head.spec) && isBase(base.spec, head.spec)) {
        // A thread of several waits for a core, a promise for its thread: only what all do together compares.
        const metrics = base.spec.mode === head.spec.mode ? METRICS : ['requestsPerSec'];
        return metrics.flatMap((metric) => compareCells(base.cell, head.cell, metric) ?? []);
      }
      return isScaling(base.spec, head.spec)
        ? [compareCells(base.cell, head.cell, 'requestsPerSec')].filter((found) => found !== null)
        : [];
    }),
  );
}

function differOnlyInFactor(a: CellSpec, b: CellSpec): boolean {
  const differing = (Object.keys(a) as (keyof CellSpec)[]).filter((key) => a[key] !== b[key]);
  const [only, ...more] = differing;
  return only !== undefined && more.length === 0 && (COMPARED as readonly string[]).includes(only);
}

/** Of two cells, the one that the other is held against: plain items, promises, the lesser suite and version. */
function isBase(a: CellSpec, b: CellSpec): boolean {
  if (a.encrypted !== b.encrypted) return !a.encrypted;
  return COMPARED.some((key) => String(a[key]) < String(b[key]));
}

/** One item at a time against several of the same. */
function isScaling(base: CellSpec, head: CellSpec): boolean {
  if (base.test !== 'throughput' || head.test !== 'concurrency') return false;
  const alike = { ...head, test: base.test, concurrency: base.concurrency, mode: base.mode };
  return (Object.keys(base) as (keyof CellSpec)[]).every((key) => base[key] === alike[key]);
}
