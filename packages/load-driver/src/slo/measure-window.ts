import { durationText, type Series, type TrialRecord } from '@benchwright/result-schema';
import { Histogram } from '@benchwright/stats';
import {
  fact,
  type Measured,
  type Measurement,
  overTrials,
  type Part,
  shareOver,
  tooFewTrials,
} from './measurement.js';
import type { SloCondition, SloSubject } from './slo.js';

/** The whole seconds (or whatever the records keep apart) that end a trial. */
interface Window {
  readonly series: Series;
  readonly from: number;
  readonly to: number;
}

/**
 * What the last seconds of each trial show. Percentiles come from histograms by second where the records carry them (runs of several
 * workers); without, p50 and p99 of the window are known to lie between the lowest and the highest of its seconds, which is often enough. Pure.
 */
export function measureWindow(
  { subject, value: limit, lastNs = 0 }: SloCondition,
  trials: readonly TrialRecord[],
): Measurement {
  const windows: Window[] = [];
  for (const trial of trials) {
    const window = windowOf(trial, lastNs);
    if ('missing' in window) return window;
    windows.push(window);
  }
  if (windows.length === 0) return { missing: 'no whole trial was measured' };
  if (subject.kind === 'rate') return ratesOf(windows);
  if (subject.kind === 'share' && subject.of === 'errors' && subject.errorClass === undefined) {
    return shareOver(windows.map(errorPart), limit);
  }
  if (subject.kind === 'latency' && subject.of === 'responseTimeNs') return latencyOf(subject, windows);
  return {
    missing:
      'records keep only response times, errors of all classes and the rate by the second: leave out "over last"',
  };
}

function windowOf({ series, durationNs, trial }: TrialRecord, lastNs: number): Window | { missing: string } {
  const { intervalNs, ok } = series;
  const to = Math.min(ok.length, Math.floor(durationNs / intervalNs));
  const needed = Math.ceil(lastNs / intervalNs);
  if (needed <= to) return { series, from: to - needed, to };
  const had = durationText(to * intervalNs);
  return {
    missing: `trial ${trial} has ${had} in whole seconds, less than the last ${durationText(lastNs)}`,
  };
}

function within(values: readonly number[], { from, to }: Window): number[] {
  return values.slice(from, to);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function ratesOf(windows: readonly Window[]): Measured {
  const perTrial = windows.map(
    (window) =>
      (sum(within(window.series.ok, window)) * 1e9) / ((window.to - window.from) * window.series.intervalNs),
  );
  return overTrials(sum(perTrial) / perTrial.length, perTrial);
}

function errorPart(window: Window): Part {
  const failed = sum(within(window.series.failed, window));
  return { successes: failed, n: failed + sum(within(window.series.ok, window)) };
}

function latencyOf(
  { statistic }: Extract<SloSubject, { kind: 'latency' }>,
  windows: readonly Window[],
): Measurement {
  const answered = windows.filter((window) => sum(within(window.series.ok, window)) > 0);
  if (answered.length === 0) return { missing: 'nothing was answered in these seconds' };
  if (statistic.name !== 'percentile') {
    if (statistic.name === 'mean') return { missing: 'records keep no means by the second: ask for p50' };
    const perTrial = answered.map((window) => Math.max(...within(window.series.responseMaxNs, window)));
    return fact(Math.max(...perTrial), perTrial);
  }
  const { percentile } = statistic;
  const histograms = answered.map(histogramOf);
  const read = histograms.flatMap((histogram) => (histogram === null ? [] : [histogram]));
  if (read.length < answered.length) return fromSeconds(percentile, answered);
  const perTrial = read.map((histogram) => histogram.quantileValue(percentile / 100));
  const [first, ...others] = read;
  const all = first!.copy();
  for (const other of others) all.merge(other);
  return overTrials(all.quantileValue(percentile / 100), perTrial);
}

/** The histogram of a window; null where its seconds have none. */
function histogramOf(window: Window): Histogram | null {
  const encoded = window.series.histograms;
  if (encoded === undefined) return null;
  const [first, ...others] = encoded
    .slice(window.from, window.to)
    .filter((text) => text !== '')
    .map((text) => Histogram.decode(text, { measuredFrom: 'due', unit: 'ns' }));
  if (first === undefined) return null;
  for (const other of others) first.merge(other);
  return first;
}

/** If no second has more than 1 % above a value, neither have all together; so the window's p99 lies between the extremes of its seconds'. */
function fromSeconds(percentile: number, windows: readonly Window[]): Measurement {
  const key = ({ 50: 'responseP50Ns', 99: 'responseP99Ns' } as const)[percentile];
  if (key === undefined) {
    return {
      missing: `records of one worker keep p50, p99 and max by the second, not p${percentile}: ask for one of these`,
    };
  }
  const seconds = windows.map((window) =>
    within(window.series[key], window).filter((_, i) => window.series.ok[window.from + i]! > 0),
  );
  const means = seconds.map((values) => sum(values) / values.length);
  return {
    value: sum(means) / means.length,
    low: overTrials(
      Math.min(...seconds.flat()),
      seconds.map((values) => Math.min(...values)),
    ).low,
    high: overTrials(
      Math.max(...seconds.flat()),
      seconds.map((values) => Math.max(...values)),
    ).high,
    thin: tooFewTrials(windows.length),
    perTrial: [],
  };
}
