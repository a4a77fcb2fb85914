import { type SearchConfig, splitIterations } from '@benchwright/load-driver';
import type { Load } from '@benchwright/result-schema';
import { parseStages } from './load-text.js';

/** What of a config says how requests are offered. */
export interface LoadSettings {
  readonly load: string | SearchConfig | null;
  readonly rate: number | null;
  readonly duration: number;
  readonly requests: number | null;
  readonly connections: number;
  readonly pipeline: number;
  readonly trials: number | null;
  readonly warmup: number | null;
}

const NS_PER_SEC = 1e9;
const DEFAULT_TRIALS = 5;
/**
 * A generator on Node sends at its full rate after three quarters of a second (the README has the figures); the rest is for a target that is compiled while it
 * runs, too.
 */
const DEFAULT_WARMUP_NS = 3e9;

/**
 * The load of each trial. Time and requests are divided among the trials, so that they sum to what was asked for; a list
 * of stages is run whole in every trial, and in one trial unless more are asked for. Pure.
 */
export function trialLoads(settings: LoadSettings): Load[] {
  const { load, rate, requests, connections, pipeline, duration } = settings;
  const trials = trialsAsked(settings);
  const same = (one: Load): Load[] => Array.from({ length: trials }, () => one);
  const stages = stagesOf(load);
  if (stages !== null) return same(stages);
  const durationNs = duration / trials;
  const concurrency = connections * pipeline;
  if (rate === null) {
    if (requests === null) return same({ model: 'closed', concurrency, durationNs });
    return splitIterations(requests, trials, concurrency);
  }
  if (load === 'poisson') return same({ model: 'poisson', ratePerSec: rate, durationNs });
  if (requests === null) return same({ model: 'constant', ratePerSec: rate, durationNs });
  return splitIterations(requests, trials, concurrency).map((part) => constantCount(rate, part));
}

/** Into how many trials a run is divided, if there is enough to divide. */
function trialsAsked({ trials, load }: Pick<LoadSettings, 'trials' | 'load'>): number {
  return trials ?? (stagesOf(load) === null ? DEFAULT_TRIALS : 1);
}

/** How many trials there will be: fewer requests than trials make fewer. Pure. */
export function trialCount(settings: Pick<LoadSettings, 'trials' | 'load' | 'requests'>): number {
  return Math.min(trialsAsked(settings), settings.requests ?? Number.POSITIVE_INFINITY);
}

/** So long that exactly `count` arrivals are due before its end: the same expression as the pacer's. */
function constantCount(rate: number, part: Load): Load {
  const count = part.model === 'iterations' ? part.count : 0;
  return { model: 'constant', ratePerSec: rate, durationNs: (count / rate) * NS_PER_SEC };
}

/**
 * What runs before the first trial and is not counted: the trial's own load for three seconds, at its mean rate if it has
 * stages; before a search a closed loop, since its first rate is too low to warm anything. None where the number of requests was asked for, for then no others are sent. Pure.
 */
export function warmupLoad(settings: LoadSettings): Load | null {
  const { requests, rate, load, connections, pipeline } = settings;
  const durationNs = settings.warmup ?? (requests === null ? DEFAULT_WARMUP_NS : 0);
  if (durationNs === 0) return null;
  const ratePerSec = rate ?? meanRate(load);
  if (ratePerSec !== null) return { model: 'constant', ratePerSec, durationNs };
  return { model: 'closed', concurrency: connections * pipeline, durationNs };
}

/** How a load is called in tables and records: `closed`, `constant`, `poisson`, or the stages as they were written. */
export function loadName({ load, rate }: Pick<LoadSettings, 'load' | 'rate'>): string {
  if (load === null) return rate === null ? 'closed' : 'constant';
  return typeof load === 'string' ? load : load.model;
}

function stagesOf(load: LoadSettings['load']) {
  return typeof load === 'string' ? parseStages(load) : null;
}

function meanRate(load: LoadSettings['load']): number | null {
  const stages = stagesOf(load);
  if (stages === null) return null;
  let rate = stages.startRatePerSec;
  let arrivals = 0;
  let lengthNs = 0;
  for (const { toRatePerSec, overNs } of stages.stages) {
    arrivals += ((rate + toRatePerSec) / 2) * overNs;
    lengthNs += overNs;
    rate = toRatePerSec;
  }
  return arrivals / lengthNs;
}
