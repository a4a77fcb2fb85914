import type { Comparison, Validity } from '@benchwright/result-schema';
import type { ClientKind, Contender } from './clients.js';
import type { MetricResult } from './metric-result.js';
import type { ComparisonEvidence } from './views/comparison-rows.js';

/** What the original wrote about a test, under its names. */
export interface TestMetadata {
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly requests_per_protocol: number;
  readonly user_id_range: string;
  readonly rest_url: string;
  readonly grpc_url: string;
}

/** How a test was made, as far as it is known: what the notes are generated from. */
export interface TestFacts {
  readonly operation: string;
  /** True when the run started both servers itself, on loopback. */
  readonly embedded: boolean;
  /** Rounds that both protocols completed, and that were planned. */
  readonly rounds: number;
  readonly plannedRounds: number;
  readonly seed: number;
  readonly concurrency: number;
  readonly connections: 'shared' | 'per-request';
  /** Client libraries with their versions where known. */
  /** Which of the clients the figures are of. */
  readonly client: ClientKind;
  readonly restClient: string;
  readonly grpcClient: string;
  /** False when the run was interrupted: the figures are of what was measured until then. */
  readonly complete: boolean;
}

/** The verdict on the test as a whole and on each side. */
export interface TestValidity {
  readonly overall: Validity;
  readonly rest: Validity;
  readonly grpc: Validity;
}

/** One contender's figures. */
export interface ContenderFigures extends Contender {
  readonly cell: string;
  /** The library, or the raw transport. */
  readonly library: string;
  readonly result: MetricResult;
  readonly validity: Validity;
}

/** Everything that a run compared, in its order, when that is more than REST and gRPC through one client. */
export interface ContenderSet {
  readonly figures: readonly ContenderFigures[];
  readonly comparisons: readonly Comparison[];
}

/** Everything that the console, JSON and CSV views are made from. */
export interface ComparisonInput {
  readonly metadata: TestMetadata;
  readonly rest: MetricResult;
  readonly grpc: MetricResult;
  /** Absent when there were no rounds to rest a verdict on: winners are then the better of two numbers. */
  readonly evidence?: ComparisonEvidence;
  readonly facts?: TestFacts;
  readonly validity?: TestValidity;
  /** Absent when the run compared nothing else. */
  readonly contenders?: ContenderSet;
  /** Proxies that the answers passed through, by side, as their headers told. */
  readonly proxies?: Partial<Readonly<Record<'REST' | 'gRPC', string>>>;
}
