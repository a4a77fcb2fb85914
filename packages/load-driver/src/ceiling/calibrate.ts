import {
  type Calibration,
  type Ceiling,
  type Environment,
  type Load,
  machineFingerprint,
  type TrialRecord,
} from '@benchwright/result-schema';
import type { Clock } from '../clock/clock.js';
import { percentileOf } from '../record/read-distribution.js';
import { buildPlan } from '../run/build-plan.js';
import type { RunEvents } from '../suite/events.js';
import { ignoreEvents } from '../suite/events.js';
import { measureCeiling } from './measure-ceiling.js';
import { openNullTarget } from './null-target.js';
import { noiseOf } from './resolution.js';

/** What suites measure by default. */
const DEFAULT_TRIALS = 5;

export interface CalibrateOptions {
  readonly clock: Clock;
  /** Where this is: later runs are held against a calibration of their own machine only. */
  readonly environment: Environment;
  /** Rounds of A and A. Default 12. */
  readonly rounds?: number;
  /** Of each trial. Default one second. */
  readonly trialDurationNs?: number;
  /** The trials a side that a user's comparison will have. Default: that of the suites. */
  readonly trials?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly events?: RunEvents;
}

const REQUEST_BYTES = 100;
const BODY_BYTES = 128;
const LARGE_BODY_BYTES = 16_384;
const CONCURRENCY = 8;
const WARMUP_NS = 0.3e9;

/** One at a time, many at a time, large answers, and many on the same connection. */
const SHAPES = [
  { connections: 1, pipelining: 1, bodyBytes: BODY_BYTES },
  { connections: 50, pipelining: 1, bodyBytes: BODY_BYTES },
  { connections: 50, pipelining: 1, bodyBytes: LARGE_BODY_BYTES },
  { connections: 5, pipelining: 10, bodyBytes: BODY_BYTES },
] as const;
const PROTOCOLS = ['http1', 'http2', 'grpc'] as const;

/** What a comparison would look at, from one trial. */
const METRICS: Readonly<Record<string, (record: TrialRecord) => number>> = {
  responseTimeP50Ns: (record) => percentileOf(record, 'responseTimeNs', 50),
  responseTimeP99Ns: (record) => percentileOf(record, 'responseTimeNs', 99),
  responseTimeMeanNs: (record) => record.distributions.responseTimeNs?.mean ?? Number.NaN,
  requestsPerSec: (record) => (record.counts.ok * 1e9) / record.durationNs,
};

/**
 * Measures what this machine can resolve: the generator's ceilings by protocol and size, and an A/A comparison of a target that does
 * nothing, whose two sides differ by noise alone. Takes about a minute by default. A real target adds noise of its own: what it finds
 * is the least.
 *
 * @throws TargetStartError when the null responder does not come up; an Error when aborted
 */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const { environment, rounds = 12, trialDurationNs = 1e9, trials = DEFAULT_TRIALS } = options;
  const at = new Date().toISOString();
  const ceilings = await measureCeilings(options, trialDurationNs);
  const [a, b] = await compareWithItself(options, rounds, trialDurationNs);
  const metrics = Object.fromEntries(
    Object.entries(METRICS).map(([name, of]) => [name, noiseOf(a.map(of), b.map(of), trials)]),
  );
  return {
    schemaVersion: 1,
    at,
    fingerprint: machineFingerprint(environment),
    environment,
    ceilings,
    noise: { concurrency: CONCURRENCY, rounds, trialDurationNs, trials, metrics },
  };
}

async function measureCeilings(
  { clock, signal, events = ignoreEvents }: CalibrateOptions,
  durationNs: number,
): Promise<Ceiling[]> {
  const ceilings: Ceiling[] = [];
  for (const protocol of PROTOCOLS) {
    for (const shape of SHAPES) {
      const exchange = { protocol, requestBytes: protocol === 'http1' ? REQUEST_BYTES : 0, ...shape };
      events({ type: 'ceiling-started', cell: protocol, durationNs });
      const one = { clock, exchange, durationNs };
      ceilings.push(await measureCeiling(signal ? { ...one, signal } : one));
    }
  }
  return ceilings;
}

/** Rounds of two cells that are the same, in random order within each round, over the same connections. */
async function compareWithItself(
  { clock, seed = 1, signal = new AbortController().signal, events = ignoreEvents }: CalibrateOptions,
  rounds: number,
  durationNs: number,
): Promise<[TrialRecord[], TrialRecord[]]> {
  const load: Load = { model: 'closed', concurrency: CONCURRENCY, durationNs };
  const trialLoads = Array.from({ length: rounds }, () => load);
  const plan = buildPlan(
    ['a', 'b'].map((id) => ({ id, factors: {}, trialLoads })),
    seed,
  );
  const exchange = {
    protocol: 'http1',
    requestBytes: REQUEST_BYTES,
    bodyBytes: BODY_BYTES,
    connections: CONCURRENCY,
    pipelining: 1,
  } as const;
  const target = await openNullTarget(exchange, clock);
  const records: TrialRecord[] = [];
  try {
    for (const [index, { cell, trial }] of plan.order.entries()) {
      events({ type: 'trial-started', cell, trial, index, of: plan.order.length, load });
      const warmup = { ...load, durationNs: index === 0 ? 5 * WARMUP_NS : WARMUP_NS };
      const ctx = { signal, events, trialSeed: trial };
      const record = await target.driver.runTrial({ cell, trial, load, warmup, ctx });
      if (record.interrupted) throw new Error('the calibration was aborted');
      records.push(record);
    }
  } finally {
    await target.close();
  }
  const of = (cell: string): TrialRecord[] =>
    records.filter((record) => record.cell === cell).sort((x, y) => x.trial - y.trial);
  return [of('a'), of('b')];
}
