import { z } from 'zod';

const count = z.int().min(1);

/**
 * The load union over any schema of positive numbers: plain ones in records and plans, ones that also take text with
 * a unit in configs.
 */
export function loadUnion<D extends z.ZodType<number>, R extends z.ZodType<number>>(
  durationNs: D,
  ratePerSec: R,
) {
  return z.discriminatedUnion('model', [
    z.strictObject({
      model: z.literal('closed'),
      concurrency: count.describe('requests under way at any time'),
      durationNs,
    }),
    z.strictObject({
      model: z.literal('iterations'),
      count: count.describe('requests in all, exactly'),
      concurrency: count,
    }),
    z.strictObject({
      model: z.literal('constant'),
      ratePerSec: ratePerSec.describe('arrivals per second; may be fractional'),
      durationNs,
    }),
    z.strictObject({
      model: z.literal('poisson'),
      ratePerSec: ratePerSec.describe('mean arrivals per second, exponential gaps'),
      durationNs,
    }),
    z.strictObject({
      model: z.literal('stages'),
      startRatePerSec: z.number().min(0).default(0),
      stages: z
        .array(z.strictObject({ toRatePerSec: z.number().min(0), overNs: durationNs }))
        .min(1)
        .describe('each stage moves linearly from the rate before it to toRatePerSec'),
    }),
  ]);
}

/**
 * How requests are offered. A closed union: `closed` and `iterations` are closed models (the next request waits for
 * an answer), `constant`, `poisson` and `stages` are open ones (arrivals do not wait), so the two cannot be mixed by mistake.
 */
export const loadSchema = loadUnion(z.number().positive(), z.number().positive());

export type Load = z.infer<typeof loadSchema>;

/** True for the models whose arrivals do not wait for answers. */
export function isOpenLoad(load: Load): boolean {
  return load.model === 'constant' || load.model === 'poisson' || load.model === 'stages';
}

/** A search over any schema of positive numbers, as {@link loadUnion} is. */
export function searchLoad<D extends z.ZodType<number>, R extends z.ZodType<number>>(
  durationNs: D,
  ratePerSec: R,
) {
  return z.strictObject({
    model: z.literal('search'),
    slo: z
      .array(z.string())
      .min(1)
      .describe('conditions that must all hold, such as p99<50ms or errors<0.1%'),
    fromRatePerSec: ratePerSec.describe('the first rate tried; should be met easily'),
    toRatePerSec: ratePerSec.describe('no rate above this is tried'),
    probeDurationNs: durationNs.describe('how long each rate is offered'),
    arrivals: z.enum(['constant', 'poisson']).default('constant'),
    growth: z
      .number()
      .gt(1)
      .max(10)
      .default(2)
      .describe('factor from one rate to the next while all is well'),
    precision: z
      .number()
      .min(0.001)
      .max(0.5)
      .default(0.025)
      .describe('done when the 95 % interval is within this share of the rate, to either side'),
    maxProbes: count.default(40),
  });
}

/**
 * Finding the highest rate that meets an SLO. Not a {@link Load}: what a search offers is a constant (or Poisson) load per probe, whose rates
 * follow from the outcomes before, so nothing that paces requests ever sees one.
 */
export const searchLoadSchema = searchLoad(z.number().positive(), z.number().positive());

export type SearchLoad = z.infer<typeof searchLoadSchema>;
