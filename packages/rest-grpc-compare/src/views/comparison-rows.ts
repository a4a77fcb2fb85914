import type { MetricResult } from '../metric-result.js';

/** Which way a compared figure is better, and how its difference is expressed. */
export type DifferenceKind =
  /** (gRPC − REST) ÷ REST: positive when REST is lower, as the original prints it. */
  | 'lower'
  /** (higher − lower) ÷ lower: never negative. */
  | 'higher'
  /** higher − lower, in percentage points: never negative. */
  | 'points';

/** A figure that the protocols are compared by, under the original's name where it had one. */
export type ComparedFigure =
  | 'successful_requests'
  | 'success_rate'
  | 'avg_response_time'
  | 'median_response_time'
  | 'p95_response_time'
  | 'p99_response_time'
  | 'avg_payload_size'
  | 'total_bytes_transferred'
  | 'throughput'
  | 'network_efficiency'
  | 'wire_bytes_per_request'
  | 'server_cpu_us_per_request';

/** What the rounds say about one figure: the evidence behind a winner. */
export interface FigureEvidence {
  /** Named only if the interval of the difference excludes zero. */
  readonly winner: 'REST' | 'gRPC' | null;
  /** gRPC − REST over the rounds, in the figure's unit; null ends are not known. */
  readonly difference: {
    readonly estimate: number | null;
    readonly interval: readonly [number | null, number | null];
  };
  /** gRPC ÷ REST over the rounds. */
  readonly ratio: {
    readonly estimate: number | null;
    readonly interval: readonly [number | null, number | null];
  };
  readonly confidence: number;
  /** Rounds that both protocols completed. */
  readonly rounds: number;
}

/** Evidence by figure; absent as a whole when only two results are known, as in the original. */
export type ComparisonEvidence = Partial<Readonly<Record<ComparedFigure, FigureEvidence>>>;

/** One figure of both protocols and what may be said about it. */
export interface ComparedRow {
  readonly figure: ComparedFigure;
  readonly kind: DifferenceKind;
  readonly rest: number;
  readonly grpc: number;
  readonly winner: 'REST' | 'gRPC' | null;
  /** Percent (points for `points`), signed as its kind says; NaN where it does not exist. */
  readonly difference: number;
  /** Null when no rounds are known: the winner is then simply the better of two numbers. */
  readonly evidence: FigureEvidence | null;
}

const KINDS: Readonly<Record<ComparedFigure, DifferenceKind>> = {
  successful_requests: 'higher',
  success_rate: 'points',
  avg_response_time: 'lower',
  median_response_time: 'lower',
  p95_response_time: 'lower',
  p99_response_time: 'lower',
  avg_payload_size: 'lower',
  total_bytes_transferred: 'lower',
  throughput: 'higher',
  network_efficiency: 'higher',
  wire_bytes_per_request: 'lower',
  server_cpu_us_per_request: 'lower',
};

/** Compares one figure of two results. With evidence the winner is its, without it the better number wins. */
export function compareFigure(
  figure: ComparedFigure,
  restResult: MetricResult,
  grpcResult: MetricResult,
  evidence: ComparisonEvidence | undefined,
): ComparedRow {
  const kind = KINDS[figure];
  const rest = figureOf(figure, restResult);
  const grpc = figureOf(figure, grpcResult);
  // The same requests on both sides: counting the successful ones says what their share says.
  const found = evidence?.[figure === 'successful_requests' ? 'success_rate' : figure] ?? null;
  const winner = evidence === undefined ? betterOf(kind, rest, grpc) : (found?.winner ?? null);
  return { figure, kind, rest, grpc, winner, difference: differenceOf(kind, rest, grpc), evidence: found };
}

/** The difference in percent or points with the sign that its kind prescribes. */
export function differenceOf(kind: DifferenceKind, rest: number, grpc: number): number {
  if (rest === grpc) return 0;
  const low = Math.min(rest, grpc);
  const high = Math.max(rest, grpc);
  switch (kind) {
    case 'lower':
      return ((grpc - rest) / rest) * 100;
    case 'higher':
      return ((high - low) / low) * 100;
    case 'points':
      return high - low;
  }
}

function betterOf(kind: DifferenceKind, rest: number, grpc: number): 'REST' | 'gRPC' | null {
  if (Number.isNaN(rest) || Number.isNaN(grpc) || rest === grpc) return null;
  return (kind === 'lower') === rest < grpc ? 'REST' : 'gRPC';
}

function figureOf(figure: ComparedFigure, result: MetricResult): number {
  const { wire, server } = result;
  switch (figure) {
    case 'wire_bytes_per_request':
      return wire === undefined ? Number.NaN : wire.bytes_sent_per_request + wire.bytes_received_per_request;
    case 'server_cpu_us_per_request':
      return server?.cpu_us_per_request ?? Number.NaN;
    default:
      return result[figure];
  }
}
