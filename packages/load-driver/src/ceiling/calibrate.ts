import type { Calibration, Ceiling, Environment, Load, TrialRecord } from '@benchwright/result-schema';
import type { Clock } from '../clock/clock.js';
import { percentileOf } from '../record/read-distribution.js';
import { buildPlan } from '../run/build-plan.js';
import type { RunEvents } from '../suite/events.js';
import { ignoreEvents } from '../suite/events.js';
import { measureCeiling } from './measure-ceiling.js';
import { openNullTarget } from './null-target.js';
import { noiseOf } from './resolution.js';

export interface CalibrateOptions {
  readonly clock: Clock;
  /** Where this is; kept with the calibration, so that later runs can tell whether it is still theirs. */
  readonly environment?: Environment;
  /** Rounds of A and A. Default 12. */
  readonly rounds?: number;
  /** Of each trial. Default one second. */
  readonly trialDurationNs?: number;
  /** The trials a side that a user's comparison will have. Default 5. */
  readonly trials?: number;
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly events?: RunEvents;
}

const REQUEST_BYTES = 100;
const BODY_BYTES = 128;
const CONCURRENCY = 8;
const WARMUP_NS = 0.3e9;
const CEILINGS = [
  { connections: 1, pipelining: 1 },
  { connections: 50, pipelining: 1 },
  { connections: 50, pipelining: 10 },
] as const;

/** What a comparison would look at, from one trial. */
const METRICS: Readonly<Record<string, (record: TrialRecord) => number>> = {
  responseTimeP50Ns: (record) => percentileOf(record, 'responseTimeNs', 50),
  responseTimeP99Ns: (record) => percentileOf(record, 'responseTimeNs', 99),
  requestsPerSec: (record) => (record.counts.ok * 1e9) / record.durationNs,
};

/**
 * Measures what this machine can resolve: the generator's ceilings, and an A/A comparison of a target that does nothing, whose two
 * sides differ by noise alone. Takes about 40 seconds by default. A real target adds noise of its own: what it finds is the least.
 *
 * @throws TargetStartError when the null responder does not come up; an Error when aborted
 */
export async function calibrate(options: CalibrateOptions): Promise<Calibration> {
  const { rounds = 12, trialDurationNs = 1e9, trials = 5, environment = null } = options;
  const at = new Date().toISOString();
  const ceilings = await measureCeilings(options, trialDurationNs);
  const [a, b] = await compareWithItself(options, rounds, trialDurationNs);
  const metrics = Object.fromEntries(
    Object.entries(METRICS).map(([name, of]) => [name, noiseOf(a.map(of), b.map(of), trials)]),
  );
  return {
    schemaVersion: 1,
    at,
    environment,
    ceilings,
    noise: { concurrency: CONCURRENCY, rounds, trialDurationNs, trials, metrics },
  };
}

async function measureCeilings({ clock, signal }: CalibrateOptions, durationNs: number): Promise<Ceiling[]> {
  const ceilings: Ceiling[] = [];
  for (const shape of CEILINGS) {
    const exchange = {
      protocol: 'http1',
      requestBytes: REQUEST_BYTES,
      bodyBytes: BODY_BYTES,
      ...shape,
    } as const;
    const one = { clock, exchange, durationNs: 2 * durationNs };
    ceilings.push(await measureCeiling(signal ? { ...one, signal } : one));
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
