import { z } from 'zod';
import { factorValueSchema } from './plan.js';

const bound = z.number().nullable();
const interval = z.tuple([bound, bound]);

/** A metric as the history keeps it: without the trials and the histogram behind it, which are in the run's folder. */
export const historyMetricSchema = z.strictObject({
  unit: z.string(),
  better: z.enum(['higher', 'lower']),
  statistic: z.string(),
  /** Trials. */
  n: z.int().min(0),
  estimate: bound,
  interval,
  confidence: z.number(),
  /** p50, p95 and p99 of all requests of all trials together, where the metric has them. */
  percentiles: z.record(z.string(), z.number()).optional(),
  percentileIntervals: z.record(z.string(), interval).optional(),
});

/** One cell of one completed run. */
export const historyCellSchema = z.strictObject({
  type: z.literal('cell'),
  v: z.literal(1),
  run: z.string(),
  suite: z.string(),
  cell: z.string(),
  factors: z.record(z.string(), factorValueSchema),
  startedAt: z.iso.datetime(),
  /** `machineFingerprint` of where it was measured: figures of different machines are never put in one line. */
  machine: z.string(),
  host: z.string(),
  /** `configKey` of what was measured: nor are those of different settings. */
  config: z.string(),
  /** Null outside a repository. `branch` is absent where none is checked out, as in most CI. */
  git: z.strictObject({ commit: z.string(), branch: z.string().optional(), dirty: z.boolean() }).nullable(),
  verdict: z.enum(['valid', 'suspect', 'invalid']),
  /** Codes of what speaks against the figures. */
  reasons: z.array(z.string()),
  metrics: z.record(z.string(), historyMetricSchema),
});

/** What somebody knows about a run. */
export const historyNoteSchema = z.strictObject({
  type: z.literal('note'),
  v: z.literal(1),
  at: z.iso.datetime(),
  run: z.string(),
  text: z.string(),
});

/** What tells one line of figures over time from another. */
const historySeriesSchema = z.strictObject({
  suite: z.string(),
  cell: z.string(),
  metric: z.string(),
  statistic: z.string(),
  machine: z.string(),
  config: z.string(),
});

/** Somebody's word that the level of a run is the new normal: of one series, or, where none is named, of all. */
export const historyAcceptanceSchema = z.strictObject({
  type: z.literal('accept'),
  v: z.literal(1),
  at: z.iso.datetime(),
  run: z.string(),
  series: historySeriesSchema.optional(),
  why: z.string().optional(),
});

/** One line of history.ndjson. */
export const historyRecordSchema = z.discriminatedUnion('type', [
  historyCellSchema,
  historyNoteSchema,
  historyAcceptanceSchema,
]);

export type HistoryMetric = z.infer<typeof historyMetricSchema>;
export type HistoryCell = z.infer<typeof historyCellSchema>;
export type HistoryNote = z.infer<typeof historyNoteSchema>;
export type HistorySeriesName = z.infer<typeof historySeriesSchema>;
export type HistoryAcceptance = z.infer<typeof historyAcceptanceSchema>;
export type HistoryRecord = z.infer<typeof historyRecordSchema>;
