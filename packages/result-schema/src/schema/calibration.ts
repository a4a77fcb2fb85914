import { z } from 'zod';
import { environmentSchema } from './environment.js';

/** What the raw transport manages against a responder that does nothing: the most that this generator can offer here. */
export const ceilingSchema = z.strictObject({
  protocol: z.literal('http1'),
  requestBytes: z.int().min(1),
  bodyBytes: z.int().min(0),
  connections: z.int().min(1),
  pipelining: z.int().min(1),
  /** The best trial: what disturbs a measurement only ever lowers it. */
  ratePerSec: z.number().min(0),
  perTrial: z.array(z.number()).min(1),
  /** Share of the time in which the generator was at work in that trial. */
  busyShare: z.number().min(0),
  /** `responder`: the generator had time to spare, so that its own ceiling is higher still. */
  limitedBy: z.enum(['generator', 'responder']),
});

/** The noise of one metric between two measurements of the same thing. */
export const noiseSchema = z.strictObject({
  /** Standard deviation ÷ mean of a trial, beyond what is common to its round. */
  cv: z.number().min(0),
  /** The smallest difference, as a share, that `trials` trials a side find nine times in ten. */
  resolvableShare: z.number().min(0),
  /** Trials a side that find a difference of 5 % nine times in ten; null when more than 1000. */
  trialsFor5Percent: z.int().nullable(),
  /** Whether the two were called different, which happens by chance once in twenty. */
  different: z.boolean(),
});

/** What this machine can resolve, for `doctor --calibrate` and for the runs after it. */
export const calibrationSchema = z.strictObject({
  schemaVersion: z.literal(1),
  at: z.iso.datetime(),
  environment: environmentSchema.nullable(),
  ceilings: z.array(ceilingSchema),
  noise: z.strictObject({
    concurrency: z.int().min(1),
    rounds: z.int().min(2),
    trialDurationNs: z.number().min(0),
    /** The number of trials that `resolvableShare` is for. */
    trials: z.int().min(2),
    metrics: z.record(z.string(), noiseSchema),
  }),
});

export type Ceiling = z.infer<typeof ceilingSchema>;
export type Noise = z.infer<typeof noiseSchema>;
export type Calibration = z.infer<typeof calibrationSchema>;
