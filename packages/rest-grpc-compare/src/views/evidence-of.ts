import type { Comparison } from '@benchwright/result-schema';
import {
  meanResponseTime,
  networkEfficiency,
  payloadBytes,
  requestsPerSec,
  responsePercentile,
  successRate,
  type TrialFigure,
  targetCpuPerRequest,
  transferredBytes,
  wireBytesPerRequest,
} from '../summarize/trial-figures.js';
import type { ComparedFigure, ComparisonEvidence, FigureEvidence } from './comparison-rows.js';

const NS_PER_US = 1e3;
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
  ['server_cpu_us_per_request', targetCpuPerRequest],
];

/** The verdicts on two cells, by the original's figures and in its units. The base is REST's, the head gRPC's. */
export function evidenceOf(
  comparisons: readonly Comparison[],
  base: string,
  head: string,
): ComparisonEvidence {
  const ofPair = comparisons.filter((c) => c.base.cell === base && c.head.cell === head);
  const found = FIGURES.flatMap(([figure, { metric, statistic }]) => {
    const comparison = ofPair.find((c) => c.metric === metric && c.statistic === statistic);
    if (comparison === undefined) return [];
    const scale =
      figure === 'server_cpu_us_per_request' ? NS_PER_US : comparison.unit === 'ns' ? NS_PER_MS : 1;
    return [[figure, figureEvidence(comparison, scale)] as const];
  });
  return Object.fromEntries(found);
}

function figureEvidence(comparison: Comparison, scale: number): FigureEvidence {
  const { base, head, difference, ratio, confidence, n, winner } = comparison;
  const scaled = (value: number | null): number | null => (value === null ? null : value / scale);
  const [low, high] = difference.interval;
  return {
    winner: winner === base.cell ? 'REST' : winner === head.cell ? 'gRPC' : null,
    difference: { estimate: scaled(difference.estimate), interval: [scaled(low), scaled(high)] },
    ratio,
    confidence,
    rounds: n,
  };
}
