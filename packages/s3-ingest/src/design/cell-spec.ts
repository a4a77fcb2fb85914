import type { FactorValue, PlanCell } from '@benchwright/result-schema';
import { z } from 'zod';

/** The factors of one cell, as the plan records them: a resumed run has nothing else. Sizes in MB are 1,048,576 bytes. */
const cellSpecSchema = z.object({
  workload: z.enum(['events', 'batch']),
  memoryMb: z.number(),
  /** Events in an object; cells of the events workload. */
  batchEvents: z.number().optional(),
  /** Size of a part; cells of the batch workload. */
  partMb: z.number().optional(),
  reservedConcurrency: z.number(),
  checksumMode: z.enum(['WHEN_SUPPORTED', 'WHEN_REQUIRED']),
  payloadSigning: z.enum(['signed', 'unsigned']),
  objectBytes: z.number(),
  functionName: z.string(),
});

export type CellSpec = z.infer<typeof cellSpecSchema>;

/** A cell's spec from its factors. Throws for a cell of another suite. */
export function specOf(cell: Pick<PlanCell, 'factors'>): CellSpec {
  return cellSpecSchema.parse(cell.factors);
}

/** The factors under which a spec is recorded. */
export function factorsOf(spec: CellSpec): Record<string, FactorValue> {
  const factors: Record<string, FactorValue> = {};
  for (const [name, value] of Object.entries(spec)) if (value !== undefined) factors[name] = value;
  return factors;
}

/** The value of the factor that the original calls batch_or_multipart. */
export function batchOrMultipart({ batchEvents, partMb }: Pick<CellSpec, 'batchEvents' | 'partMb'>): number {
  return batchEvents ?? partMb ?? 0;
}
