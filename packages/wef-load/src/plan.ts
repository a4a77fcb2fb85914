import {
  buildPlan,
  searchCell,
  searchConfigOf,
  searchLoadOf,
  splitIterations,
} from '@benchwright/load-driver';
import type { FactorValue, Load, Plan, PlanCell } from '@benchwright/result-schema';
import type { WefConfig } from './config.js';
import { dividedStages, parseStages } from './load-text.js';

/** The one cell of a run. */
export const WEF_CELL = 'wef';

const DEFAULT_EVENTS = 50_000;
const NS_PER_SEC = 1e9;

/**
 * One cell. What is asked for in events is planned in batches, the requests of the driver: `rate / batchSize` of them per second. Events and
 * time are divided among the trials, never multiplied. Pure: same config and seed, same plan.
 */
export function planWef(config: WefConfig, seed: number): Plan {
  return buildPlan([cellOf(config)], seed);
}

function cellOf(config: WefConfig): PlanCell {
  const { load, batchSize, slo } = config;
  const search = searchConfigOf(load);
  if (search !== null) {
    const { from, to, ...rest } = search;
    const batches = { ...rest, from: from / batchSize, to: to / batchSize };
    return searchCell(WEF_CELL, factorsOf(config), searchLoadOf(batches, slo));
  }
  return { id: WEF_CELL, factors: factorsOf(config), trialLoads: trialLoads(config) };
}

function factorsOf(config: WefConfig): Record<string, FactorValue> {
  const { wire, encoding, batchSize, rate, eventType, templates, connections, load } = config;
  return {
    wire: wire === 'ws-man' ? `ws-man ${encoding}` : wire,
    events: eventType ?? (templates === null ? 'mix' : 'templates'),
    batchSize,
    connections,
    load:
      load === null ? (rate === 0 ? 'unlimited' : 'constant') : typeof load === 'string' ? load : load.model,
    ...(rate > 0 ? { eventsPerSec: rate } : {}),
  };
}

/** Events of each trial, where their number is known: they sum to what was asked for. Null where the time decides. Pure. */
export function eventsOfTrials({ events, durationSecs, rate, load, trials }: WefConfig): (number | null)[] {
  if (load !== null) return Array.from({ length: trials }, () => null);
  if (durationSecs > 0 && rate === 0) return Array.from({ length: trials }, () => null);
  const total = durationSecs > 0 ? Math.max(1, Math.round(rate * durationSecs)) : (events ?? DEFAULT_EVENTS);
  return splitIterations(total, trials, 1).map((part) => (part.model === 'iterations' ? part.count : 0));
}

function trialLoads(config: WefConfig): Load[] {
  const { rate, batchSize, connections, durationSecs, trials, load } = config;
  const stages = typeof load === 'string' ? parseStages(load) : null;
  if (stages !== null) return Array.from({ length: trials }, () => dividedStages(stages, batchSize));
  return eventsOfTrials(config).map((events): Load => {
    if (events === null)
      return { model: 'closed', concurrency: connections, durationNs: (durationSecs * NS_PER_SEC) / trials };
    const batches = Math.ceil(events / batchSize);
    if (rate === 0)
      return { model: 'iterations', count: batches, concurrency: Math.min(connections, batches) };
    const batchesPerSec = rate / batchSize;
    // So long that exactly so many batches are due before its end: the same expression as the pacer's. A smaller last batch has less of
    // the time, or a run of few batches could not reach its own rate.
    return {
      model: 'constant',
      ratePerSec: batchesPerSec,
      durationNs: (events / batchSize / batchesPerSec) * NS_PER_SEC,
    };
  });
}
