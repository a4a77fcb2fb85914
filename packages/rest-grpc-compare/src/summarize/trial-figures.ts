import { histogramOf } from '@benchwright/load-driver';
import type { Metric, TrialRecord } from '@benchwright/result-schema';

/**
 * The distribution that the original's "response time" is read from: from the moment a request was due to its complete answer. In a
 * closed loop it is due when its turn comes, so this differs from service time by the driver's own hand-over only.
 */
export const RESPONSE_TIME = 'responseTimeNs';

/** One number per trial, and how it is to be read. */
export interface TrialFigure {
  /** Name of the metric; with the statistic it identifies the figure. */
  readonly metric: string;
  readonly unit: string;
  readonly better: Metric['better'];
  readonly statistic: string;
  /** NaN where the trial cannot say (nothing was answered). */
  readonly of: (trial: TrialRecord) => number;
}

/** Share of the requests that were answered, in percent. */
export const successRate: TrialFigure = {
  metric: 'successRate',
  unit: '%',
  better: 'higher',
  statistic: 'ok ÷ sent',
  of: ({ counts }) => (counts.ok * 100) / counts.sent,
};

/** Mean size of the answers' bodies. */
export const payloadBytes: TrialFigure = {
  metric: 'payloadBytes',
  unit: 'B',
  better: 'lower',
  statistic: 'mean per answer',
  of: ({ bytes, counts }) => bytes.body / counts.ok,
};

/** Body bytes of all answers. */
export const transferredBytes: TrialFigure = {
  metric: 'transferredBytes',
  unit: 'B',
  better: 'lower',
  statistic: 'total',
  of: ({ bytes }) => bytes.body,
};

/** Answered requests per second. */
export const requestsPerSec: TrialFigure = {
  metric: 'requestsPerSec',
  unit: '1/s',
  better: 'higher',
  statistic: 'rate',
  of: ({ counts, durationNs }) => (counts.ok * 1e9) / durationNs,
};

/** Mean body size over mean response time. */
export const networkEfficiency: TrialFigure = {
  metric: 'networkEfficiencyBytesPerMs',
  unit: 'B/ms',
  better: 'higher',
  statistic: 'mean body ÷ mean response time',
  of: (trial) => payloadBytes.of(trial) / (meanResponseNs(trial) / 1e6),
};

/** Bytes at the sockets in both directions, headers and framing included, per request sent. */
export const wireBytesPerRequest: TrialFigure = {
  metric: 'wireBytesPerRequest',
  unit: 'B',
  better: 'lower',
  statistic: 'mean per request, both ways',
  of: ({ bytes, counts }) => (bytes.in + bytes.out) / counts.sent,
};

/** CPU time of the server's process per request, where it runs here. */
export const targetCpuPerRequest: TrialFigure = {
  metric: 'targetCpuNs',
  unit: 'ns',
  better: 'lower',
  statistic: 'CPU time per request',
  of: ({ target, counts }) => (target?.cpuNs ?? Number.NaN) / counts.sent,
};

/** Memory that the server's process holds at most, where it runs here. */
export const targetRss: TrialFigure = {
  metric: 'targetRssBytes',
  unit: 'B',
  better: 'lower',
  statistic: 'highest resident set',
  of: ({ target }) => target?.maxRssBytes ?? Number.NaN,
};

/** Mean response time of each trial, from exact moments. */
export const meanResponseTime: TrialFigure = responseTime('mean', meanResponseNs);

/** A percentile (0–100) of the response times of each trial. */
export function responsePercentile(percentile: number): TrialFigure {
  return responseTime(`p${percentile}`, (trial) => {
    const stored = trial.distributions[RESPONSE_TIME];
    return stored === undefined ? Number.NaN : histogramOf(stored).quantileValue(percentile / 100);
  });
}

function responseTime(statistic: string, of: TrialFigure['of']): TrialFigure {
  return { metric: RESPONSE_TIME, unit: 'ns', better: 'lower', statistic, of };
}

function meanResponseNs({ distributions }: TrialRecord): number {
  return distributions[RESPONSE_TIME]?.mean ?? Number.NaN;
}
