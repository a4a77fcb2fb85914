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
];

interface Round {
  readonly rest: TrialRecord;
  readonly grpc: TrialRecord;
}

/**
 * REST against gRPC, figure by figure, paired by round: the two trials of a round ran next to each other and met the
 * same user ids, so what disturbed the machine disturbed both. A round in which a side answered nothing says nothing
 * about the other figures; it is left out of them and the comparison says so. Pure.
 */
export function compareRounds(trials: readonly TrialRecord[]): Comparison[] {
  const rounds = roundsOf(trials);
  return COMPARED.map((figure) => compareFigureOver(rounds, figure)).filter((found) => found !== null);
}

/** Rounds that both protocols completed, in order. */
function roundsOf(trials: readonly TrialRecord[]): Round[] {
  const whole = trials.filter((trial) => !trial.interrupted);
  const grpcTrials = new Map(whole.filter((t) => t.cell === 'grpc').map((t) => [t.trial, t]));
  const pairs = whole
    .filter((trial) => trial.cell === 'rest')
    .flatMap((rest) => {
      const grpc = grpcTrials.get(rest.trial);
      return grpc === undefined ? [] : [{ rest, grpc }];
    });
  return pairs.sort((a, b) => a.rest.trial - b.rest.trial);
}

function compareFigureOver(rounds: readonly Round[], figure: TrialFigure): Comparison | null {
  const values = rounds.map(({ rest, grpc }) => [figure.of(rest), figure.of(grpc)] as const);
  const known = values.filter(([rest, grpc]) => Number.isFinite(rest) && Number.isFinite(grpc));
  const comparison = compareTrialValues({
    metric: figure.metric,
    like: figure,
    base: { cell: 'rest', perTrial: known.map(([rest]) => rest) },
    head: { cell: 'grpc', perTrial: known.map(([, grpc]) => grpc) },
  });
  if (comparison === null || known.length === values.length) return comparison;
  const text = `${values.length - known.length} of ${values.length} rounds left out: a side answered nothing in them`;
  return { ...comparison, warnings: [...comparison.warnings, { code: 'ROUNDS_LEFT_OUT', text }] };
}
