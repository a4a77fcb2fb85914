import type { Distribution, Health, Series, TrialRecord } from '@benchwright/result-schema';
import { Histogram } from '@benchwright/stats';
import { mergeCounts } from '../summarize/merge-counts.js';
import { mergeDistributions } from '../summarize/merge-distributions.js';

/**
 * One trial record out of those of its slices, as if one generator had offered the whole load: counts and bytes add up, histograms merge
 * by bucket, moments merge exactly, and no percentile is ever averaged. `whole` gives what only the whole knows. Pure.
 *
 * @throws when there is no part
 */
export function mergeParts(
  parts: readonly TrialRecord[],
  whole: Pick<TrialRecord, 'load' | 'target'> & { readonly faults?: TrialRecord['faults'] },
): TrialRecord {
  const first = parts[0];
  if (first === undefined) throw new Error('a trial without parts cannot be merged');
  const faults = [...(whole.faults ?? []), ...parts.flatMap((part) => part.faults ?? [])];
  return {
    ...first,
    load: whole.load,
    target: whole.target,
    startedAt: parts.map((part) => part.startedAt).sort()[0]!,
    durationNs: Math.max(...parts.map((part) => part.durationNs)),
    warmup: {
      requests: sum(parts, (part) => part.warmup.requests),
      durationNs: Math.max(...parts.map((part) => part.warmup.durationNs)),
    },
    interrupted: parts.some((part) => part.interrupted),
    counts: mergeCounts(parts),
    bytes: {
      out: sum(parts, (part) => part.bytes.out),
      in: sum(parts, (part) => part.bytes.in),
      body: sum(parts, (part) => part.bytes.body),
    },
    connections: {
      opened: sum(parts, (part) => part.connections.opened),
      reopened: sum(parts, (part) => part.connections.reopened),
    },
    distributions: mergeAllDistributions(parts),
    series: mergeSeries(parts.map((part) => part.series)),
    health: mergeHealth(parts),
    extra: mergeExtra(parts),
    workers: sum(parts, (part) => part.workers ?? 1),
    ...(faults.length > 0 ? { faults } : {}),
  };
}

function sum(parts: readonly TrialRecord[], of: (part: TrialRecord) => number): number {
  return parts.reduce((total, part) => total + of(part), 0);
}

function mergeAllDistributions(parts: readonly TrialRecord[]): Record<string, Distribution> {
  const names = new Set(parts.flatMap((part) => Object.keys(part.distributions)));
  const merged: Record<string, Distribution> = {};
  for (const name of names) {
    const of = parts.flatMap((part) => part.distributions[name] ?? []);
    const all = mergeDistributions(parts, name);
    if (!all || of.length === 0) continue;
    merged[name] = {
      measuredFrom: of[0]!.measuredFrom,
      histogram: all.histogram.encode(),
      count: all.moments.n,
      mean: all.moments.mean,
      m2: all.moments.m2,
      min: all.moments.min,
      max: all.moments.max,
      overflowCount: all.overflowCount,
    };
  }
  return merged;
}

/** Adds the seconds of several series. Quantiles come from the merged histogram of each second, which every part must have kept. */
function mergeSeries(all: readonly Series[]): Series {
  const length = Math.max(...all.map((series) => series.ok.length));
  const added = (of: (series: Series) => readonly number[]): number[] =>
    Array.from({ length }, (_, i) => all.reduce((total, series) => total + (of(series)[i] ?? 0), 0));
  const seconds = Array.from({ length }, (_, i) => mergeSecond(all, i));
  const highest = Array.from({ length }, (_, i) =>
    Math.max(...all.map((series) => series.responseMaxNs[i] ?? 0)),
  );
  // Decoded buckets do not know the exact maximum, above which no quantile may lie.
  const quantiles = (q: number): number[] =>
    seconds.map((second, i) => (second ? Math.min(second.quantileValue(q), highest[i]!) : 0));
  return {
    intervalNs: all[0]!.intervalNs,
    offered: added((series) => series.offered),
    ok: added((series) => series.ok),
    failed: added((series) => series.failed),
    responseP50Ns: quantiles(0.5),
    responseP99Ns: quantiles(0.99),
    responseMaxNs: highest,
    histograms: seconds.map((h) => h?.encode() ?? ''),
  };
}

function mergeSecond(all: readonly Series[], index: number): Histogram | null {
  let merged: Histogram | null = null;
  for (const series of all) {
    const encoded = series.histograms?.[index];
    if (!encoded) continue;
    const second = Histogram.decode(encoded, { measuredFrom: 'due', unit: 'ns' });
    if (merged) merged.merge(second);
    else merged = second;
  }
  return merged;
}

/** The worst of each figure: one saturated generator of several is enough to spoil the trial. */
function mergeHealth(parts: readonly TrialRecord[]): Health {
  const worst = (of: (health: Health) => number): number => Math.max(...parts.map((part) => of(part.health)));
  const lag = mergeDistributions(parts, 'sendLagNs');
  const steal = parts.map((part) => part.health.stealShare).filter((share) => share !== null);
  return {
    pacer: mergePacer(parts),
    cpuShare: worst((h) => h.cpuShare),
    busyShare: worst((h) => h.busyShare),
    eventLoopDelayP99Ns: worst((h) => h.eventLoopDelayP99Ns),
    eventLoopDelayMaxNs: worst((h) => h.eventLoopDelayMaxNs),
    sendLagP99Ns: lag ? lag.histogram.quantileValue(0.99) : 0,
    stealShare: steal.length > 0 ? Math.max(...steal) : null,
    gcPauseNs: worst((h) => h.gcPauseNs),
    maxRssBytes: worst((h) => h.maxRssBytes),
    queueHighWater: parts.reduce((total, part) => total + part.health.queueHighWater, 0),
    ...mergeOpenHealth(parts),
    ...mergeMachineHealth(parts),
  };
}

/** All slices of a load are paced alike; where one could not be, the whole is said to be paced by the less precise way. */
function mergePacer(parts: readonly TrialRecord[]): Health['pacer'] {
  const pacers = parts.map((part) => part.health.pacer);
  return pacers.find((pacer) => pacer === 'sleeper') ?? pacers[0]!;
}

function mergeOpenHealth(parts: readonly TrialRecord[]): Partial<Health> {
  const lags = parts.flatMap(({ health }) => health.arrivalLagP99Ns ?? []);
  const backlogs = parts.flatMap(({ health }) => health.backlogAtEnd ?? []);
  return {
    ...(lags.length > 0 ? { arrivalLagP99Ns: Math.max(...lags) } : {}),
    ...(backlogs.length > 0 ? { backlogAtEnd: backlogs.reduce((total, n) => total + n, 0) } : {}),
  };
}

/** The clock is everybody's; of the core speeds the highest reading is the one that the other workers disturbed least. */
function mergeMachineHealth(parts: readonly TrialRecord[]): Partial<Health> {
  const steps = parts.flatMap(({ health }) => health.clockStepNs ?? []);
  const speeds = parts.flatMap(({ health }) => health.coreSpeed ?? []);
  const throttled = parts.flatMap(({ health }) => health.throttledShare ?? []);
  return {
    ...(throttled.length > 0 ? { throttledShare: Math.max(...throttled) } : {}),
    ...(steps.length > 0 ? { clockStepNs: steps.sort((a, b) => Math.abs(b) - Math.abs(a))[0]! } : {}),
    ...(speeds.length > 0
      ? {
          coreSpeed: {
            beforePerSec: Math.max(...speeds.map((speed) => speed.beforePerSec)),
            afterPerSec: Math.max(...speeds.map((speed) => speed.afterPerSec)),
          },
        }
      : {}),
  };
}

/** Suite figures of the same name are means over requests where nothing else is said: weighted by what was answered. */
function mergeExtra(parts: readonly TrialRecord[]): Record<string, number> {
  const merged: Record<string, number> = {};
  const names = new Set(parts.flatMap((part) => Object.keys(part.extra)));
  for (const name of names) {
    const having = parts.filter((part) => part.extra[name] !== undefined);
    const weight = having.reduce((total, part) => total + part.counts.ok, 0);
    const weighted = having.reduce((total, part) => total + part.extra[name]! * part.counts.ok, 0);
    merged[name] = weight > 0 ? weighted / weight : having[0]!.extra[name]!;
  }
  return merged;
}
