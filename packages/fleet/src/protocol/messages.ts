import { planSchema } from '@benchwright/result-schema';
import { z } from 'zod';

const tally = z.int().min(0);
const labels = z.record(z.string(), z.string());

/** What an agent says of itself, every second. */
export const presenceSchema = z.object({
  id: z.string(),
  protocol: z.int(),
  version: z.string(),
  host: z.string(),
  pid: z.int(),
  labels,
  suites: z.array(z.string()),
  since: z.string(),
});
export type Presence = z.infer<typeof presenceSchema>;

/** What a crew measures: all that its agents need to know, signed. */
export const crewSchema = z.strictObject({
  token: z.string(),
  protocol: z.int(),
  version: z.string(),
  suite: z.string(),
  suiteVersion: z.string(),
  config: z.unknown(),
  seed: z.int(),
  plan: planSchema,
  /** The agents that it is for: no other may run it. */
  agents: z.array(z.string()),
});
export type CrewDescription = z.infer<typeof crewSchema>;

/** One part of one trial: the body of a job. */
export const sliceSchema = z.strictObject({
  token: z.string(),
  attempt: z.string(),
  cell: z.string(),
  trial: tally,
  trialSeed: tally,
  slice: z.strictObject({ index: tally, of: z.int().min(1) }),
  /** How long an agent that is ready waits for the others. */
  barrierMs: tally,
});
export type SliceJob = z.infer<typeof sliceSchema>;

/** What all agents of a crew are told at once. */
export const orderSchema = z.discriminatedUnion('type', [
  /** All are ready: begin at this instant of Redis' clock. */
  z.strictObject({ type: z.literal('start'), attempt: z.string(), atRedisUs: z.number() }),
  /** End the trial now; what was measured is wanted. */
  z.strictObject({ type: z.literal('stop'), attempt: z.string() }),
  z.strictObject({ type: z.literal('verify') }),
]);
export type Order = z.infer<typeof orderSchema>;

const progressSchema = z.strictObject({
  cell: z.string(),
  trial: tally,
  phase: z.enum(['warmup', 'measure']),
  elapsedNs: z.number(),
  ok: tally,
  failed: tally,
  inFlight: z.number(),
  queued: z.number(),
  ratePerSec: z.number(),
  offered: tally,
  dropped: tally,
  errors: z.record(z.string(), tally),
  responseP50Ns: z.number(),
  responseP99Ns: z.number(),
  recentP50Ns: z.number(),
  recentP99Ns: z.number(),
  sendLagP99Ns: z.number(),
  cpuShare: z.number(),
  remainingRequests: z.number().nullable(),
  remainingNs: z.number().nullable(),
});

const refusal = { code: z.string(), message: z.string(), hint: z.string().optional() };
const place = { attempt: z.string(), index: tally };

/** What an agent tells its coordinator. */
export const reportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('joined'), agent: z.string() }),
  z.object({ type: z.literal('refused'), agent: z.string(), ...refusal }),
  z.object({ type: z.literal('taken'), agent: z.string(), ...place }),
  z.object({ type: z.literal('ready'), agent: z.string(), ...place }),
  z.object({ type: z.literal('progress'), agent: z.string(), ...place, progress: progressSchema }),
  z.object({ type: z.literal('handed-in'), agent: z.string(), ...place }),
  z.object({ type: z.literal('failed'), agent: z.string(), ...place, ...refusal }),
  z.object({
    type: z.literal('warning'),
    agent: z.string(),
    code: z.string(),
    text: z.string(),
    hint: z.string().optional(),
  }),
  z.object({ type: z.literal('verified'), agent: z.string(), problem: z.string().nullable() }),
]);
export type Report = z.infer<typeof reportSchema>;

/** What an agent knows of its own part beside the record. */
export const aboutSchema = z.strictObject({
  host: z.string(),
  labels,
  clockOffsetNs: z.number(),
  clockUncertaintyNs: z.number().min(0),
  startLateNs: z.number(),
});
export type AboutPart = z.infer<typeof aboutSchema>;
