import { z } from 'zod';
import { calibrationSchema, cellCeilingSchema } from './calibration.js';
import { environmentSchema } from './environment.js';
import { metricSchema } from './metric.js';
import { factorValueSchema } from './plan.js';
import { countsSchema, healthSchema, seriesSchema, targetUsageSchema } from './record.js';
import { searchResultSchema } from './search-result.js';
import { validitySchema } from './validity.js';

const bound = z.number().nullable();

export const cellResultSchema = z.strictObject({
  id: z.string(),
  factors: z.record(z.string(), factorValueSchema),
  /** Whole trials that the figures rest on; interrupted ones are counted apart. */
  trials: z.int().min(0),
  plannedTrials: z.int().min(0),
  interruptedTrials: z.int().min(0),
  validity: validitySchema,
  counts: countsSchema,
  metrics: z.record(z.string(), metricSchema),
  /** What a search found; its metrics then are those of the probes that met the SLO next below the rate found. */
  search: searchResultSchema.optional(),
  /** What the generator could have offered at most; absent where the suite has no such figure. */
  ceiling: cellCeilingSchema.optional(),
  /** Trial by trial, for charts and for whoever checks the figures. */
  series: z.array(z.strictObject({ trial: z.int(), series: seriesSchema })),
  health: z.array(
    z.strictObject({ trial: z.int(), health: healthSchema, target: targetUsageSchema.nullable() }),
  ),
});

/**
 * One metric of two cells. `difference` is head − base in the metric's unit; `ratio` is head ÷ base, both with their
 * intervals over trials. `winner` names a cell only when the interval of the difference excludes zero.
 */
export const comparisonSchema = z.strictObject({
  metric: z.string(),
  unit: z.string(),
  better: z.enum(['higher', 'lower']),
  statistic: z.string(),
  base: z.strictObject({ cell: z.string(), estimate: bound }),
  head: z.strictObject({ cell: z.string(), estimate: bound }),
  difference: z.strictObject({ estimate: bound, interval: z.tuple([bound, bound]) }),
  ratio: z.strictObject({ estimate: bound, interval: z.tuple([bound, bound]) }),
  confidence: z.number(),
  n: z.int(),
  method: z.string(),
  pValue: z.number().nullable(),
  winner: z.string().nullable(),
  warnings: z.array(z.strictObject({ code: z.string(), text: z.string() })),
});

/**
 * One condition, judged for one cell. Only `pass` passes a gate: `not-shown` is an interval that reaches to either side of the limit, or rests on
 * too little; `no-data` a cell without a whole trial, or a metric it has not.
 */
export const sloResultSchema = z.strictObject({
  /** The condition as written. */
  id: z.string(),
  cell: z.string(),
  outcome: z.enum(['pass', 'fail', 'not-shown', 'no-data']),
  /** What was measured, and why that shows nothing where it does not. */
  text: z.string(),
  /** Nanoseconds, a share (`1`) or a rate (`1/s`): of limit, value and interval alike. Absent for a search. */
  unit: z.string().optional(),
  operator: z.enum(['<', '<=', '>', '>=']).optional(),
  limit: z.number().optional(),
  value: bound.optional(),
  interval: z.tuple([bound, bound]).optional(),
  confidence: z.number().optional(),
  /** Trials. */
  n: z.int().min(0).optional(),
  /** `warn`: told, but fails no gate. Absent: `fail`. */
  severity: z.enum(['fail', 'warn']).optional(),
  /** Why it is demanded, in the words of whoever does. */
  why: z.string().optional(),
});

/** What `--json` prints and `result.json` holds. Other tools rely on these names. */
export const runResultSchema = z.strictObject({
  schemaVersion: z.literal(1),
  suite: z.string(),
  run: z.strictObject({
    id: z.string(),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    outcome: z.enum(['completed', 'interrupted', 'failed']),
    seed: z.int(),
    command: z.array(z.string()),
    config: z.record(z.string(), z.unknown()),
  }),
  environment: environmentSchema,
  /** The calibration of the machine that comparisons were held against; absent when there was none. */
  calibration: calibrationSchema.pick({ at: true, fingerprint: true, noise: true }).optional(),
  cells: z.array(cellResultSchema),
  comparisons: z.array(comparisonSchema),
  slos: z.array(sloResultSchema),
  validity: validitySchema,
  artifacts: z.array(z.strictObject({ name: z.string(), path: z.string(), mediaType: z.string() })),
});

export type CellResult = z.infer<typeof cellResultSchema>;
export type Comparison = z.infer<typeof comparisonSchema>;
export type SloResult = z.infer<typeof sloResultSchema>;
export type RunResult = z.infer<typeof runResultSchema>;
