import { trialMetric } from '@benchwright/load-driver';
import type { Metric, TrialRecord } from '@benchwright/result-schema';
import { EXTRA } from './trial-extras.js';

type Figure = (trial: TrialRecord) => number | undefined;

interface Shape {
  readonly unit: string;
  readonly statistic: string;
  readonly of: Figure;
}

/** Of the generator's process, the time on the CPU per request. */
const clientCpuNs: Figure = ({ health, durationNs, counts }) => (health.cpuShare * durationNs) / counts.sent;

const serverMessagesShare: Figure = ({ target, extra, counts }) => {
  const messagesNs = extra[EXTRA.serverMessagesNs];
  if (target === null || target.cpuNs === 0 || messagesNs === undefined) return undefined;
  return (messagesNs * counts.ok) / target.cpuNs;
};

const serverMemoryGrowth: Figure = ({ target, extra, counts }) => {
  const before = extra[EXTRA.serverRssBeforeBytes];
  return target === null || before === undefined
    ? undefined
    : Math.max(0, target.maxRssBytes - before) / counts.sent;
};

/** What a cell of the matrix has beside the metrics of every suite. */
const FIGURES: Readonly<Record<string, Shape>> = {
  serverMemoryGrowthBytes: {
    unit: 'B',
    statistic: 'growth of the resident set per request',
    of: serverMemoryGrowth,
  },
  clientCpuNs: { unit: 'ns', statistic: 'CPU time of the generator per request', of: clientCpuNs },
  serverMessagesNs: {
    unit: 'ns',
    statistic: 'decode request and encode answer',
    of: ({ extra }) => extra[EXTRA.serverMessagesNs],
  },
  clientMessagesNs: {
    unit: 'ns',
    statistic: 'encode request and decode answer',
    of: ({ extra }) => extra[EXTRA.clientMessagesNs],
  },
  serverMessagesShare: { unit: '1', statistic: 'messages ÷ CPU time of the server', of: serverMessagesShare },
  linkRoundTripNs: {
    unit: 'ns',
    statistic: 'round trip of a byte',
    of: ({ extra }) => extra[EXTRA.linkRoundTripNs],
  },
  linkLateNs: {
    unit: 'ns',
    statistic: 'given out late, mean',
    of: ({ extra }) => extra[EXTRA.linkLateMeanNs],
  },
  proxyCpuShare: { unit: '1', statistic: 'of a core', of: ({ extra }) => extra[EXTRA.proxyCpuShare] },
};

/** The figures that all of a cell's trials have. Pure. */
export function matrixMetrics(trials: readonly TrialRecord[]): Record<string, Metric> {
  const answered = trials.filter(({ counts }) => counts.ok > 0);
  const found = Object.entries(FIGURES).flatMap(([name, { unit, statistic, of }]) => {
    const perTrial = answered.map(of).filter((value) => value !== undefined);
    if (perTrial.length === 0 || perTrial.length < answered.length) return [];
    return [
      [name, trialMetric({ unit, better: 'lower', statistic, perTrial, counted: unit !== 'ns' })] as const,
    ];
  });
  return Object.fromEntries(found);
}
