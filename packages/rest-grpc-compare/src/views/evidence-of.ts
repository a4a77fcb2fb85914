import type { Comparison } from '@benchwright/result-schema';
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
} from '../summarize/trial-figures.js';
import type { ComparedFigure, ComparisonEvidence, FigureEvidence } from './comparison-rows.js';

const NS_PER_MS = 1e6;

/** Which comparison of the result stands behind which of the original's figures. */
const FIGURES: readonly (readonly [ComparedFigure, TrialFigure])[] = [
  ['avg_response_time', meanResponseTime],
  ['avg_payload_size', payloadBytes],
  ['success_rate', successRate],
  ['throughput', requestsPerSec],
  ['network_efficiency', networkEfficiency],
  ['median_response_time', responsePercentile(50)],
  ['p95_response_time', responsePercentile(95)],
  ['p99_response_time', responsePercentile(99)],
  ['total_bytes_transferred', transferredBytes],
  ['wire_bytes_per_request', wireBytesPerRequest],
];

/** The verdicts of a result's comparisons, by the original's figures and in its units. */
export function evidenceOf(comparisons: readonly Comparison[]): ComparisonEvidence {
  const found = FIGURES.flatMap(([figure, { metric, statistic }]) => {
    const comparison = comparisons.find((c) => c.metric === metric && c.statistic === statistic);
    return comparison === undefined ? [] : [[figure, figureEvidence(comparison)] as const];
  });
  return Object.fromEntries(found);
}

function figureEvidence({ unit, difference, ratio, confidence, n, winner }: Comparison): FigureEvidence {
  const scale = unit === 'ns' ? NS_PER_MS : 1;
  const scaled = (value: number | null): number | null => (value === null ? null : value / scale);
  const [low, high] = difference.interval;
  return {
    winner: winner === 'rest' ? 'REST' : winner === 'grpc' ? 'gRPC' : null,
    difference: { estimate: scaled(difference.estimate), interval: [scaled(low), scaled(high)] },
    ratio,
    confidence,
    rounds: n,
  };
}
