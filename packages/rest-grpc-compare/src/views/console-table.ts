import type { ComparisonInput } from '../comparison-input.js';
import { type ComparedFigure, type ComparedRow, compareFigure } from './comparison-rows.js';
import { bytes, fixed, grouped, milliseconds, NOT_AVAILABLE, percent, signedPercent } from './format.js';
import { COLUMNS } from './printable.js';

/** Widths of the original's columns; wider values push what follows to the right, into the slack that 80 columns leave. */
const WIDTHS = { metric: 24, rest: 14, grpc: 14, winner: 12 } as const;
const LEAST = { metric: 20, winner: 6 } as const;

interface Line {
  readonly label: string;
  readonly rest: string;
  readonly grpc: string;
  readonly winner: string;
  readonly difference: string;
}

interface Figure {
  readonly label: string;
  readonly unit: string;
  readonly format: (value: number) => string;
  readonly word: string;
}

const one = (value: number): string => grouped(value, 1);

/** The original's five rows. */
const ORIGINAL: ReadonlyMap<ComparedFigure, Figure> = new Map([
  ['avg_response_time', { label: 'Avg Response Time', unit: ' ms', format: milliseconds, word: ' faster' }],
  ['avg_payload_size', { label: 'Avg Payload Size', unit: ' bytes', format: bytes, word: ' smaller' }],
  ['success_rate', { label: 'Success Rate', unit: '%', format: percent, word: '' }],
  ['throughput', { label: 'Throughput', unit: ' req/s', format: one, word: ' higher' }],
  [
    'network_efficiency',
    { label: 'Network Efficiency', unit: ' b/ms', format: (v) => fixed(v, 2), word: ' higher' },
  ],
]);

/** Rows that only a test with rounds has. */
const ADDED: ReadonlyMap<ComparedFigure, Figure> = new Map([
  [
    'median_response_time',
    { label: 'P50 Response Time', unit: ' ms', format: milliseconds, word: ' faster' },
  ],
  ['p95_response_time', { label: 'P95 Response Time', unit: ' ms', format: milliseconds, word: ' faster' }],
  ['p99_response_time', { label: 'P99 Response Time', unit: ' ms', format: milliseconds, word: ' faster' }],
  ['wire_bytes_per_request', { label: 'Wire Bytes/Request', unit: ' bytes', format: one, word: ' smaller' }],
  ['server_cpu_us_per_request', { label: 'Server CPU/Request', unit: ' us', format: one, word: ' less' }],
]);

/** Header, rule and rows of the comparison. */
export function comparisonTable(input: ComparisonInput, rule: string): string[] {
  const figures = [...ORIGINAL, ...(input.evidence === undefined ? [] : ADDED)].filter(
    ([figure]) => figure !== 'server_cpu_us_per_request' || input.rest.server || input.grpc.server,
  );
  const rows = figures.map(([figure, shape]) =>
    lineOf(compareFigure(figure, input.rest, input.grpc, input.evidence), shape),
  );
  const header: Line = {
    label: 'Metric',
    rest: 'REST',
    grpc: 'gRPC',
    winner: 'Winner',
    difference: 'Difference',
  };
  const widths = fitted(rows);
  return [textOf(header, widths), rule, ...rows.map((row) => textOf(row, widths))];
}

function lineOf(row: ComparedRow, { label, unit, format, word }: Figure): Line {
  const shown = (value: number): string => (Number.isFinite(value) ? format(value) + unit : NOT_AVAILABLE);
  const values = { label, rest: shown(row.rest), grpc: shown(row.grpc) };
  if (row.winner === null) return { ...values, winner: 'no measurable difference', difference: '' };
  const difference = Number.isFinite(row.difference) ? signedPercent(row.difference) + word : NOT_AVAILABLE;
  return { ...values, winner: row.winner, difference };
}

type Widths = Record<keyof typeof WIDTHS, number>;

/** Gives wide values the room they need, taken from the label column, then from the winner column. */
function fitted(rows: readonly Line[]): Widths {
  const widest = (key: 'rest' | 'grpc'): number =>
    Math.max(WIDTHS[key], ...rows.map((row) => row[key].length + 2));
  const [rest, grpc] = [widest('rest'), widest('grpc')];
  const ends = rows.map(({ winner, difference }) =>
    difference === '' ? winner.length : WIDTHS.winner + difference.length,
  );
  const excess = Math.max(0, WIDTHS.metric + rest + grpc + Math.max(...ends) - COLUMNS);
  const fromMetric = Math.min(excess, WIDTHS.metric - LEAST.metric);
  return {
    metric: WIDTHS.metric - fromMetric,
    rest,
    grpc,
    winner: Math.max(LEAST.winner, WIDTHS.winner - (excess - fromMetric)),
  };
}

function textOf(line: Line, widths: Widths): string {
  const left =
    line.label.padEnd(widths.metric) + line.rest.padEnd(widths.rest) + line.grpc.padEnd(widths.grpc);
  return (left + line.winner.padEnd(widths.winner) + line.difference).trimEnd();
}
