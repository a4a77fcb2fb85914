import { latencyMetric, percentileOf, trialMetric } from '@benchwright/load-driver';
import type { Metric, PlanCell, TrialRecord } from '@benchwright/result-schema';
import { EXTRA } from '../api/trial-extra.js';
import { serverTimes } from '../monitor/server/trial-server-figures.js';
import { processFigures } from '../monitor/trial-process-figures.js';
import { REQUEST_OPERATIONS } from '../operations.js';
import { traceId } from '../trace/trace-context.js';
import { operationTimesName } from '../transport/operation-times.js';
import { SLOWEST_KEPT } from '../transport/trial-tally.js';

type Trials = readonly TrialRecord[];

/** What this suite reports of a cell beside the common metrics. Pure. */
export function didMetrics(trials: Trials, _cell: PlanCell): Record<string, Metric> {
  if (trials.length === 0) return {};
  return {
    ...operationTimes(trials),
    ...upperPercentiles(trials),
    ...processorShare(trials),
    ...processFigures(trials),
    ...serverTimes(trials),
    ...slowest(trials),
  };
}

/** Of a mix or a journey: the times of its parts. */
function operationTimes(trials: Trials): Record<string, Metric> {
  return Object.fromEntries(
    REQUEST_OPERATIONS.flatMap((operation) => {
      const name = operationTimesName(operation);
      const metric = latencyMetric(trials, name);
      return metric === null ? [] : [[name, metric]];
    }),
  );
}

/** The percentiles that the guide has targets for, trial by trial: what is compared. */
function upperPercentiles(trials: Trials): Record<string, Metric> {
  if (trials.some(({ counts }) => counts.ok === 0)) return {};
  const percentile = (level: number): Metric =>
    trialMetric({
      unit: 'ns',
      better: 'lower',
      statistic: `p${level}`,
      perTrial: trials.map((trial) => percentileOf(trial, 'responseTimeNs', level)),
    });
  return { responseTimeP95Ns: percentile(95), responseTimeP99Ns: percentile(99) };
}

/** CPU time of the target's process ÷ time: 1 is one core, and a server of several threads can be above it. */
function processorShare(trials: Trials): Record<string, Metric> {
  const shares = trials.flatMap(({ target, durationNs }) =>
    target === null ? [] : [target.cpuNs / durationNs],
  );
  if (shares.length < trials.length) return {};
  const statistic = 'CPU time ÷ time, of one core';
  return { targetCpuShare: trialMetric({ unit: '1', better: 'lower', statistic, perTrial: shares }) };
}

/** A trace that was slow. */
export interface SlowTrace {
  readonly traceId: string;
  readonly serviceNs: number;
}

/** The code of a warning that names a slow trace. */
export const SLOW_TRACE = 'SLOW_TRACE';

/** The slowest traced requests of a trial, slowest first. Pure. */
export function slowTraces({ extra }: TrialRecord): SlowTrace[] {
  const nonce = extra[EXTRA.nonce];
  if (nonce === undefined) return [];
  return Array.from({ length: SLOWEST_KEPT }, (_, place) => place).flatMap((place) => {
    const number = extra[EXTRA.slowNumber(place)];
    const serviceNs = extra[EXTRA.slowNs(place)];
    return number === undefined || serviceNs === undefined
      ? []
      : [{ traceId: traceId(nonce, number), serviceNs }];
  });
}

/**
 * The slowest traced request of each trial that has one: a short trial may send fewer requests than every how many one is traced. The ids of
 * the slowest of all stand in its warnings, where a reader of the result finds them.
 */
function slowest(trials: Trials): Record<string, Metric> {
  const traces = trials.map(slowTraces).filter(({ length }) => length > 0);
  if (traces.length === 0) return {};
  const all = traces.flat().sort((a, b) => b.serviceNs - a.serviceNs);
  const warnings = all.slice(0, SLOWEST_KEPT).map(({ traceId: id, serviceNs }) => ({
    code: SLOW_TRACE,
    text: `trace ${id}: ${(serviceNs / 1e6).toFixed(3)} ms`,
  }));
  const perTrial = traces.map(([first]) => first!.serviceNs);
  const statistic = 'slowest traced request';
  return { slowestTraceNs: trialMetric({ unit: 'ns', better: 'lower', statistic, perTrial, warnings }) };
}
