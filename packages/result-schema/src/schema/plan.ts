import { z } from 'zod';
import { loadSchema, searchLoadSchema } from './load.js';

export const factorValueSchema = z.union([z.string(), z.number(), z.boolean()]);

/** One combination of factors, measured by `trials` trials of the same load. */
export const planCellSchema = z.strictObject({
  id: z.string().min(1),
  factors: z.record(z.string(), factorValueSchema),
  /** The load of each trial, in order: a fixed total may not divide evenly. */
  trialLoads: z.array(loadSchema).min(1),
  /** Present: the cell is a search. `trialLoads` then holds its first probe; the loads of the others follow from the outcomes. */
  search: searchLoadSchema.optional(),
});

/** What will be measured and in which order: pure data, made from a config and a seed alone. */
export const planSchema = z.strictObject({
  seed: z.int().min(0),
  cells: z.array(planCellSchema).min(1),
  /** Every trial once. Cells are interleaved within each round, in an order drawn from the seed. */
  order: z.array(z.strictObject({ cell: z.string(), trial: z.int().min(0) })),
});

export type FactorValue = z.infer<typeof factorValueSchema>;
export type PlanCell = z.infer<typeof planCellSchema>;
export type Plan = z.infer<typeof planSchema>;
export type PlanStep = Plan['order'][number];
