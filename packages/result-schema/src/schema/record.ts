import { z } from 'zod';
import { calibrationRecordSchema, ceilingRecordSchema } from './calibration.js';
import { environmentSchema } from './environment.js';
import { loadSchema } from './load.js';
import { planSchema } from './plan.js';

const tally = z.int().min(0);
const ns = z.number().min(0);

/** offered = sent + dropped; sent = ok + failed; failed = the sum of `errors`. */
export const countsSchema = z.strictObject({
  offered: tally,
  sent: tally,
  ok: tally,
  failed: tally,
  dropped: tally,
  errors: z.record(z.string(), tally),
});

/** A latency distribution: buckets for the percentiles, exact moments for the mean and deviation. */
export const distributionSchema = z.strictObject({
  measuredFrom: z.enum(['due', 'send', 'other']),
  /** HdrHistogram V2 compressed, base64. */
  histogram: z.string(),
  count: tally,
  mean: z.number(),
  /** Sum of squared deviations from the mean (Welford), so that trials merge exactly. */
  m2: z.number().min(0),
  min: z.number(),
  max: z.number(),
  /** Values above the histogram's range, counted in its last bucket. */
  overflowCount: tally,
});

/** One entry per interval of `intervalNs` since the trial began; offered by due time, the rest by completion time. */
export const seriesSchema = z.strictObject({
  intervalNs: ns,
  offered: z.array(z.number()),
  ok: z.array(z.number()),
  failed: z.array(z.number()),
  responseP50Ns: z.array(z.number()),
  responseP99Ns: z.array(z.number()),
  responseMaxNs: z.array(z.number()),
  /** HdrHistogram V2 base64 of each interval's response times ('' for none): kept by parts of a trial, so that they can be merged. */
  histograms: z.array(z.string()).optional(),
});

/** What the generator itself went through while it measured. Shares are 0–1 of one core unless said otherwise. */
export const healthSchema = z.strictObject({
  /**
   * How an open load waited for its due times: `spin` polls for the last millisecond and a half, `sleeper` is woken by a thread.
   * `unpaced`: a closed load, which waits for answers. `timer` is of records made before there was a choice.
   */
  pacer: z.enum(['unpaced', 'timer', 'spin', 'sleeper']),
  cpuShare: z.number().min(0),
  /** Share of the wall time in which the event loop had work, waiting by spinning not counted. */
  busyShare: z.number().min(0),
  eventLoopDelayP99Ns: ns,
  eventLoopDelayMaxNs: ns,
  sendLagP99Ns: ns,
  /** Share of the machine's CPU time taken by the hypervisor, or null where the system does not say. */
  stealShare: z.number().min(0).nullable(),
  gcPauseNs: ns,
  maxRssBytes: ns,
  queueHighWater: tally,
  /** Open loads: p99 of the time from an arrival being due to the generator noticing it, free connection or not. */
  arrivalLagP99Ns: ns.optional(),
  /** Open loads: arrivals not yet answered when the schedule ended. */
  backlogAtEnd: tally.optional(),
  /** Wall clock minus monotonic clock, how much it changed during the trial. */
  clockStepNs: z.number().optional(),
  /** Time for which the quota of this process's control group kept it from running ÷ time; may exceed 1 on several cores. Absent where it cannot be read. */
  throttledShare: z.number().min(0).optional(),
  /** Speed of one core just before and after, in steps per second of a fixed calculation; absent where it could not be timed. */
  coreSpeed: z.strictObject({ beforePerSec: ns, afterPerSec: ns }).optional(),
});

/** What one agent of a fleet did of a trial: the trial's own figures are those of all agents together. */
export const fleetAgentSchema = z.strictObject({
  id: z.string(),
  host: z.string(),
  labels: z.record(z.string(), z.string()),
  slice: z.strictObject({ index: tally, of: z.int().min(1) }),
  /** The coordinating Redis' clock minus the agent's wall clock, and by how much that may be wrong: half the shortest round trip. */
  clockOffsetNs: z.number(),
  clockUncertaintyNs: ns,
  /** When it began minus the instant agreed, by its own clock. */
  startLateNs: z.number(),
  durationNs: ns,
  counts: countsSchema,
  /** Null where nothing was answered. */
  responseTimeNs: z.strictObject({ p50: ns, p90: ns, p99: ns, max: ns }).nullable(),
  busyShare: z.number().min(0),
  sendLagP99Ns: ns,
});

/** Set where a fleet of agents offered the trial together. */
export const fleetTrialSchema = z.strictObject({
  /** Which attempt at the trial this is, from 1. */
  attempt: z.int().min(1),
  agents: z.array(fleetAgentSchema),
});

/** CPU and memory of the target's process during the trial, where it runs on this machine. */
export const targetUsageSchema = z.strictObject({
  pid: z.int(),
  cpuNs: ns,
  rssBytes: ns,
  maxRssBytes: ns,
});

export const trialRecordSchema = z.strictObject({
  type: z.literal('trial'),
  v: z.literal(1),
  cell: z.string(),
  trial: z.int().min(0),
  load: loadSchema,
  startedAt: z.iso.datetime(),
  /** From the first due time to the last completion; for a timed load at least its planned time. */
  durationNs: ns,
  warmup: z.strictObject({ requests: tally, durationNs: ns }),
  /** True when the trial was cut short: what it holds is true, but it is not a whole replicate. */
  interrupted: z.boolean(),
  counts: countsSchema,
  bytes: z.strictObject({ out: ns, in: ns, body: ns }),
  connections: z.strictObject({ opened: tally, reopened: tally }),
  distributions: z.record(z.string(), distributionSchema),
  series: seriesSchema,
  health: healthSchema,
  target: targetUsageSchema.nullable(),
  /** Suite-specific figures of this trial, by name with unit. */
  extra: z.record(z.string(), z.number()),
  /** How many generators offered the load together; 1 when absent. */
  workers: z.int().min(1).optional(),
  /** What went wrong with the generating itself, such as a worker that died: the trial must not be believed. */
  faults: z.array(z.strictObject({ code: z.string(), text: z.string() })).optional(),
  /** What the suite must know to judge the trial and no figure says, such as which events were acknowledged: plain data that it alone reads. */
  evidence: z.record(z.string(), z.unknown()).optional(),
  fleet: fleetTrialSchema.optional(),
});

/** First line of every run.ndjson: enough to resume the run, to repeat it and to judge whether it compares. */
export const runHeaderSchema = z.strictObject({
  type: z.literal('run'),
  v: z.literal(1),
  id: z.string(),
  suite: z.string(),
  suiteVersion: z.string(),
  startedAt: z.iso.datetime(),
  seed: z.int().min(0),
  command: z.array(z.string()),
  /** As resolved, secrets removed. */
  config: z.record(z.string(), z.unknown()),
  plan: planSchema,
  environment: environmentSchema,
});

/** A run that went on after an interruption says so, with the machine it went on upon. */
export const resumeRecordSchema = z.strictObject({
  type: z.literal('resume'),
  v: z.literal(1),
  at: z.iso.datetime(),
  environment: environmentSchema,
});

/** Last line: absent when the process was killed. */
export const runEndSchema = z.strictObject({
  type: z.literal('end'),
  v: z.literal(1),
  finishedAt: z.iso.datetime(),
  outcome: z.enum(['completed', 'interrupted', 'failed']),
  message: z.string().optional(),
});

export const recordSchema = z.discriminatedUnion('type', [
  runHeaderSchema,
  trialRecordSchema,
  ceilingRecordSchema,
  calibrationRecordSchema,
  resumeRecordSchema,
  runEndSchema,
]);

export type Counts = z.infer<typeof countsSchema>;
export type Distribution = z.infer<typeof distributionSchema>;
export type Series = z.infer<typeof seriesSchema>;
export type Health = z.infer<typeof healthSchema>;
export type FleetAgent = z.infer<typeof fleetAgentSchema>;
export type FleetTrial = z.infer<typeof fleetTrialSchema>;
export type TargetUsage = z.infer<typeof targetUsageSchema>;
export type TrialRecord = z.infer<typeof trialRecordSchema>;
export type RunHeader = z.infer<typeof runHeaderSchema>;
export type ResumeRecord = z.infer<typeof resumeRecordSchema>;
export type RunEnd = z.infer<typeof runEndSchema>;
export type RunRecord = z.infer<typeof recordSchema>;
