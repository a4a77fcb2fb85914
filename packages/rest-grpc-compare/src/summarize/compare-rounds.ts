import { compareTrialValues } from '@benchwright/load-driver';
import type { Comparison, TrialRecord } from '@benchwright/result-schema';
import {
  meanResponseTime,
  networkEfficiency,
  payloadBytes,
  requestsPerSec,
  responsePercentile,
  successRate,
  type TrialFigure,
  targetCpuPerRequest,
  targetRss,
  transferredBytes,
  wireBytesPerRequest,
} from './trial-figures.js';

/** What the protocols are compared by, in the order of the result. */
const COMPARED: readonly TrialFigure[] = [
  meanResponseTime,
  responsePercentile(50),
  responsePercentile(95),
  responsePercentile(99),
  payloadBytes,
  transferredBytes,
  successRate,
  requestsPerSec,
  networkEfficiency,
  wireBytesPerRequest,
  targetCpuPerRequest,
  targetRss,
];

interface Round {
  readonly base: TrialRecord;
  readonly head: TrialRecord;
}

/** Two cells of a run, by id. Differences are head − base. */
export interface Pair {
  readonly base: string;
  readonly head: string;
}

/**
 * Two contenders, figure by figure, paired by round: the trials of a round ran one after the other and met the same
 * requests, so what disturbed the machine disturbed both. A round in which a side answered nothing says nothing about
 * the other figures; it is left out of them and the comparison says so. Pure.
 */
export function compareRounds(pair: Pair, trials: readonly TrialRecord[]): Comparison[] {
  const rounds = roundsOf(pair, trials);
  return COMPARED.map((figure) => compareFigureOver(pair, rounds, figure)).filter((found) => found !== null);
}

/** Rounds that both completed, in order. */
function roundsOf({ base, head }: Pair, trials: readonly TrialRecord[]): Round[] {
  const whole = trials.filter((trial) => !trial.interrupted);
  const heads = new Map(whole.filter((t) => t.cell === head).map((t) => [t.trial, t]));
  const pairs = whole
    .filter((trial) => trial.cell === base)
    .flatMap((trial) => {
      const other = heads.get(trial.trial);
      return other === undefined ? [] : [{ base: trial, head: other }];
    });
  return pairs.sort((a, b) => a.base.trial - b.base.trial);
}

function compareFigureOver(pair: Pair, rounds: readonly Round[], figure: TrialFigure): Comparison | null {
  const values = rounds.map(({ base, head }) => [figure.of(base), figure.of(head)] as const);
  const known = values.filter(([base, head]) => Number.isFinite(base) && Number.isFinite(head));
  const comparison = compareTrialValues({
    metric: figure.metric,
    like: figure,
    base: { cell: pair.base, perTrial: known.map(([base]) => base) },
    head: { cell: pair.head, perTrial: known.map(([, head]) => head) },
  });
  if (comparison === null || known.length === values.length) return comparison;
  const text = `${values.length - known.length} of ${values.length} rounds left out: a side answered nothing in them`;
  return { ...comparison, warnings: [...comparison.warnings, { code: 'ROUNDS_LEFT_OUT', text }] };
}
