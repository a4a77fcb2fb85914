import type { ComparisonInput } from '../comparison-input.js';
import { type ComparedFigure, compareFigure } from './comparison-rows.js';
import { notesFor } from './facts.js';
import { contenderKeys } from './json-contenders.js';

/** The figures that the original names a winner for, in its order. */
const WINNERS = [
  'avg_response_time',
  'avg_payload_size',
  'success_rate',
  'throughput',
  'network_efficiency',
] as const satisfies readonly ComparedFigure[];

/** Figures compared besides, which only a test with rounds has. */
const ADDED = [
  'median_response_time',
  'p95_response_time',
  'p99_response_time',
  'wire_bytes_per_request',
] as const satisfies readonly ComparedFigure[];

/**
 * The original's JSON document: its keys first and unchanged, those it did not have after them. Figures are full
 * doubles, the three `_diff_pct` have one decimal as in the original; what does not exist is null. With rounds, a
 * winner is null unless the interval of the difference excludes zero.
 */
export function renderJson(input: ComparisonInput): string {
  return `${JSON.stringify(comparisonDocument(input), null, 2)}\n`;
}

/** The document that {@link renderJson} writes, as a value. */
export function comparisonDocument(input: ComparisonInput): Record<string, unknown> {
  const { metadata, facts, rest, grpc, validity, evidence, contenders } = input;
  return {
    test_metadata: { ...metadata, ...(facts === undefined ? {} : factKeys(input)) },
    rest,
    grpc,
    comparison: comparisonKeys(input),
    ...(validity === undefined ? {} : { validity }),
    ...(evidence === undefined ? {} : { notes: notesFor(input) }),
    ...(contenders === undefined ? {} : contenderKeys(contenders)),
  };
}

function factKeys({ facts }: ComparisonInput): Record<string, unknown> {
  if (facts === undefined) return {};
  return {
    operation: facts.operation,
    embedded_servers: facts.embedded,
    concurrency: facts.concurrency,
    connections: facts.connections,
    rounds: facts.rounds,
    planned_rounds: facts.plannedRounds,
    seed: facts.seed,
    complete: facts.complete,
    rest_client: facts.restClient,
    grpc_client: facts.grpcClient,
    client: facts.client,
  };
}

function comparisonKeys(input: ComparisonInput): Record<string, unknown> {
  const { rest, grpc, evidence } = input;
  const row = (figure: ComparedFigure) => compareFigure(figure, rest, grpc, evidence);
  const percentOf = (figure: ComparedFigure): number => oneDecimal(row(figure).difference);
  const measured = rest.server || grpc.server ? [...ADDED, 'server_cpu_us_per_request' as const] : ADDED;
  const figures = evidence === undefined ? WINNERS : [...WINNERS, ...measured];
  return {
    avg_response_time_diff_pct: percentOf('avg_response_time'),
    avg_payload_size_diff_pct: percentOf('avg_payload_size'),
    throughput_diff_pct: percentOf('throughput'),
    winner: Object.fromEntries(figures.map((figure) => [figure, row(figure).winner])),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function oneDecimal(value: number): number {
  return Number(value.toFixed(1));
}
