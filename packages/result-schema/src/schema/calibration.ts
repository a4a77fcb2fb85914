import { z } from 'zod';
import { environmentSchema } from './environment.js';

/** What the raw transport manages against a responder that does nothing: the most that this generator can offer here; or what `of` says. */
export const ceilingSchema = z.strictObject({
  /** Where it is another ceiling than the generator's: of what, such as `the same bytes by hand-signed requests`. */
  of: z.string().min(1).optional(),
  protocol: z.enum(['http1', 'http2', 'grpc']),
  /** http1: the whole request, head and body; http2: the body; grpc: the message. */
  requestBytes: z.int().min(0),
  /** Body of each answer; grpc: the message. */
  bodyBytes: z.int().min(0),
  connections: z.int().min(1),
  /** Requests under way on each connection. */
  pipelining: z.int().min(1),
  /** Threads that offered the load together; 1 when absent. */
  workers: z.int().min(1).optional(),
  /** The best trial: what disturbs a measurement only ever lowers it. */
  ratePerSec: z.number().min(0),
  perTrial: z.array(z.number()).min(1),
  /** Share of the time in which the generator was at work in that trial. */
  busyShare: z.number().min(0),
  /**
   * `generator`: it had no time to spare. `responder`: the responder had none, so that the generator's own ceiling is higher still.
   * `round-trip`: neither was busy; with so few requests under way the way there and back is the limit, whatever the target. `machine`: neither worked all the time, but one wanted to: others used the
   * processors, and the ceiling is higher.
   */
  limitedBy: z.enum(['generator', 'responder', 'machine', 'round-trip']),
});

/** A ceiling as it stands in the record log: measured before (or, where only answers tell the size, during) a cell. */
export const ceilingRecordSchema = z.strictObject({
  type: z.literal('ceiling'),
  v: z.literal(1),
  cell: z.string(),
  /** Absent where the ceiling is that of an equal cell, measured before, or there is none. */
  at: z.iso.datetime().optional(),
  /** Null when there is none; `why` then says why. */
  ceiling: ceilingSchema.nullable(),
  why: z.string().optional(),
});

/** What a cell's load is against the ceiling of its generator. */
export const cellCeilingSchema = z.strictObject({
  /** Null when there is none; `text` then says why. */
  measured: ceilingSchema.nullable(),
  /** Offered (closed loads: answered) ÷ ceiling, in the trial where it was highest. */
  share: z.number().nullable(),
  /** `offered load is 12 % of this generator's ceiling of 95,000/s`. */
  text: z.string(),
});

/** The noise of one metric between two measurements of the same thing. */
export const noiseSchema = z.strictObject({
  /** Standard deviation ÷ mean of a trial, beyond what is common to its round. */
  cv: z.number().min(0),
  /** Two measurements of the same thing, of `trials` trials each, differ by more than this share by chance once in twenty. */
  floorShare: z.number().min(0),
  /** The smallest difference, as a share, that `trials` trials a side find nine times in ten. */
  resolvableShare: z.number().min(0),
  /** Trials a side that find a difference of 1 % nine times in ten; null when more than 1000. */
  trialsFor1Percent: z.int().nullable(),
  /** Trials a side that find a difference of 5 % nine times in ten; null when more than 1000. */
  trialsFor5Percent: z.int().nullable(),
  /** Whether the two were called different, which happens by chance once in twenty. */
  different: z.boolean(),
});

/** What this machine can resolve, for `doctor --calibrate` and for the runs after it. */
export const calibrationSchema = z.strictObject({
  schemaVersion: z.literal(1),
  at: z.iso.datetime(),
  /** Of the machine (`machineFingerprint`): a calibration holds for no other. */
  fingerprint: z.string(),
  environment: environmentSchema.nullable(),
  ceilings: z.array(ceilingSchema),
  noise: z.strictObject({
    concurrency: z.int().min(1),
    rounds: z.int().min(2),
    trialDurationNs: z.number().min(0),
    /** The number of trials that `floorShare` and `resolvableShare` are for. */
    trials: z.int().min(2),
    metrics: z.record(z.string(), noiseSchema),
  }),
});

/** The calibration of the machine that a run used, as it stands in the record log. */
export const calibrationRecordSchema = z.strictObject({
  type: z.literal('calibration'),
  v: z.literal(1),
  calibration: calibrationSchema,
});

export type CalibrationRecord = z.infer<typeof calibrationRecordSchema>;
export type Ceiling = z.infer<typeof ceilingSchema>;
export type CeilingRecord = z.infer<typeof ceilingRecordSchema>;
export type CellCeiling = z.infer<typeof cellCeilingSchema>;
export type Noise = z.infer<typeof noiseSchema>;
export type Calibration = z.infer<typeof calibrationSchema>;
