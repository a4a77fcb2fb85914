import { z } from 'zod';

/** JSON has no infinities: an interval end that is not known (too few trials) is written as null. */
const bound = z.number().nullable();

export const metricWarningSchema = z.strictObject({ code: z.string(), text: z.string() });

/**
 * A number with its uncertainty. The replicate is the trial: `n` counts trials, and `estimate` and `interval` speak of
 * the value a trial of this kind yields. `percentiles`, `min`, `max`, `mean`, `stddev` and `histogram` describe all
 * requests of all trials together.
 */
export const metricSchema = z.strictObject({
  unit: z.string(),
  better: z.enum(['higher', 'lower']),
  estimate: z.number().nullable(),
  interval: z.tuple([bound, bound]),
  /** The confidence actually achieved, which may differ from the one asked for. */
  confidence: z.number().min(0).max(1),
  n: z.int().min(0),
  /** What the estimate is of: `p50` of each trial, `mean` of each trial, `rate` … */
  statistic: z.string(),
  method: z.string(),
  warnings: z.array(metricWarningSchema),
  /** The value of each trial, in trial order: what comparisons are made of. */
  perTrial: z.array(z.number()).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  mean: z.number().optional(),
  stddev: z.number().optional(),
  percentiles: z.record(z.string(), z.number()).optional(),
  percentileIntervals: z.record(z.string(), z.tuple([bound, bound])).optional(),
  /** HdrHistogram V2 compressed, base64. */
  histogram: z.string().optional(),
});

export type Metric = z.infer<typeof metricSchema>;
export type MetricWarning = z.infer<typeof metricWarningSchema>;
