import type { FactorValue, PlanCell } from '@benchwright/result-schema';
import { z } from 'zod';
import {
  ALGORITHM_SUITES,
  CONCURRENCY_MODES,
  ITEM_FORMATS,
  ITEM_KEYS,
  ITEM_SHAPES,
  TEST_TYPES,
} from './factor-names.js';

/** What one cell measures, written into the plan as its factors and read back from there: a resumed run has nothing else. */
const cellSpecSchema = z.object({
  test: z.enum(TEST_TYPES),
  dataSize: z.number(),
  concurrency: z.number(),
  mode: z.enum(CONCURRENCY_MODES),
  shape: z.enum(ITEM_SHAPES),
  attributes: z.number(),
  encryptedShare: z.number(),
  nesting: z.number(),
  suite: z.enum(ALGORITHM_SUITES),
  headerVersion: z.union([z.literal(1), z.literal(2)]),
  format: z.enum(ITEM_FORMATS),
  itemKeys: z.enum(ITEM_KEYS),
  /** Where items go: nowhere, or into a table. */
  store: z.enum(['none', 'dynamodb']),
  /** False: the same items, put and got as they are. */
  encrypted: z.boolean(),
});

export type CellSpec = z.infer<typeof cellSpecSchema>;

/** The item that a cell handles, without what is done with it. */
export type ItemSpec = Pick<
  CellSpec,
  | 'dataSize'
  | 'shape'
  | 'attributes'
  | 'encryptedShare'
  | 'nesting'
  | 'suite'
  | 'headerVersion'
  | 'format'
  | 'itemKeys'
>;

/** A cell's spec from its factors. Throws for a cell of another suite. */
export function specOf(cell: Pick<PlanCell, 'factors'>): CellSpec {
  return cellSpecSchema.parse(cell.factors);
}

/** The factors under which a spec is recorded. */
export function factorsOf(spec: CellSpec): Record<string, FactorValue> {
  return { ...spec };
}
