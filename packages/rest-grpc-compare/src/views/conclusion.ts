import type { ComparisonInput } from '../comparison-input.js';
import { type ComparedFigure, type ComparedRow, compareFigure } from './comparison-rows.js';
import { isLoopback } from './facts.js';
import { percent, signed, signedPercent } from './format.js';

/** One finding: a sentence, and the interval that it rests on where there is one. */
export interface Finding {
  readonly text: string;
  readonly interval?: string;
}

/** A lead in reliability below this many points is called slight. */
const SLIGHT_POINTS = 1;

/**
 * What follows from the verdicts, in the original's words and order: a protocol is said to be better at something only
 * where a winner is named.
 */
export function concludeFrom(input: ComparisonInput): Finding[] {
  const row = (figure: ComparedFigure): ComparedRow =>
    compareFigure(figure, input.rest, input.grpc, input.evidence);
  return [
    ...invalidFinding(input),
    responseTimeFinding(row('avg_response_time'), isLoopback(input)),
    payloadFinding(row('avg_payload_size')),
    ...rateFindings(row('throughput'), row('network_efficiency')),
    reliabilityFinding(row('success_rate')),
    ...wireFindings(row('wire_bytes_per_request')),
  ];
}

/** An invalid test proves nothing about the protocols, however clear its numbers are. */
function invalidFinding({ validity }: ComparisonInput): Finding[] {
  if (validity?.overall.verdict !== 'invalid') return [];
  const codes = new Set(validity.overall.reasons.filter((r) => r.verdict === 'invalid').map((r) => r.code));
  return [
    { text: `This test is invalid (${[...codes].join(', ')}): what follows is about its numbers only` },
  ];
}

function responseTimeFinding(row: ComparedRow, loopback: boolean): Finding {
  const test = loopback ? 'this localhost test' : 'this test';
  const won = `${row.winner} shows superior response time in ${test} (${percentText(row)})`;
  return finding(row, won, 'response time', 'ms');
}

function payloadFinding(row: ComparedRow): Finding {
  return finding(
    row,
    `${row.winner} has smaller payload size (${percentText(row)})`,
    'payload size',
    'bytes',
  );
}

function rateFindings(throughput: ComparedRow, efficiency: ComparedRow): Finding[] {
  if (throughput.winner === efficiency.winner) {
    const both = 'throughput and network efficiency';
    return [finding(throughput, `${throughput.winner} achieves higher ${both}`, both, 'req/s')];
  }
  const one = (row: ComparedRow, name: string, unit: string): Finding =>
    finding(row, `${row.winner} achieves higher ${name} (${percentText(row)})`, name, unit);
  return [one(throughput, 'throughput', 'req/s'), one(efficiency, 'network efficiency', 'bytes/ms')];
}

function reliabilityFinding(row: ComparedRow): Finding {
  if (row.rest === 100 && row.grpc === 100) return { text: 'Both answered every request' };
  const [rest, grpc] = [`${percent(row.rest)}%`, `${percent(row.grpc)}%`];
  const rates = row.winner === 'gRPC' ? `${grpc} vs ${rest}` : `${rest} vs ${grpc}`;
  const better = row.difference < SLIGHT_POINTS ? 'slightly better' : 'better';
  const won = `${row.winner} has ${better} reliability (${rates})`;
  return finding(row, won, `reliability (${rates})`, 'points');
}

function wireFindings(row: ComparedRow): Finding[] {
  if (Number.isNaN(row.difference)) return [];
  const won = `${row.winner} moves fewer bytes per request on the wire, headers included (${percentText(row)})`;
  return [finding(row, won, 'bytes per request on the wire', 'bytes')];
}

function finding(row: ComparedRow, won: string, what: string, unit: string): Finding {
  const text = row.winner === null ? `No measurable difference in ${what}` : won;
  const interval = intervalText(row, unit);
  return interval === null ? { text } : { text, interval };
}

function percentText(row: ComparedRow): string {
  return signedPercent(row.difference);
}

/** `gRPC - REST: +2.91 to +3.75 ms (95% interval, 5 rounds)`: the interval that decided. */
function intervalText({ evidence }: ComparedRow, unit: string): string | null {
  if (evidence === null) return null;
  const [low, high] = evidence.difference.interval;
  const rounds = `${evidence.rounds} ${evidence.rounds === 1 ? 'round' : 'rounds'}`;
  if (low === null || high === null) return `no interval: ${rounds} cannot show a difference`;
  if (low === 0 && high === 0) return `gRPC - REST: 0 ${unit} in each of ${rounds}`;
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const decimals = largest < 1 ? 4 : largest < 100 ? 2 : 1;
  const level = `${Number((evidence.confidence * 100).toFixed(1))}% interval`;
  return `gRPC - REST: ${signed(low, decimals)} to ${signed(high, decimals)} ${unit} (${level}, ${rounds})`;
}
