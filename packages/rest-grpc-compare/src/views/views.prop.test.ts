import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ComparisonInput } from '../comparison-input.js';
import type { MetricResult } from '../metric-result.js';
import type { ComparedFigure, ComparisonEvidence } from './comparison-rows.js';
import { renderConsole } from './console.js';
import { renderCsv } from './csv.js';
import { renderJson } from './json.js';
import { COLUMNS } from './printable.js';

/** Text as an attacker or an accident would have it: control characters, escape sequences, quotes, wide and joined characters. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '\u001b[2J\u001b[1;31mgone',
    'a,b\r\n"c"\u2028d',
    '\u202eevil\u202c',
    '宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽宽',
    '👩‍👩‍👧‍👦'.repeat(20),
    'x'.repeat(500),
    '=cmd|calc',
    '__proto__',
  ),
);

const positive = fc.double({ min: 0, max: 99_999, noNaN: true });
const figure = fc.oneof(
  { weight: 9, arbitrary: positive },
  { weight: 1, arbitrary: fc.constant(Number.NaN) },
);
const count = fc.integer({ min: 0, max: 5_000_000 });

function result(protocol: MetricResult['protocol']): fc.Arbitrary<MetricResult> {
  const timing = fc.record({
    count,
    avg: figure,
    min: figure,
    max: figure,
    median: figure,
    p95: figure,
    p99: figure,
  });
  const numbers = fc.record({
    successful_requests: count,
    failed_requests: count,
    success_rate: fc.double({ min: 0, max: 100, noNaN: true }),
    avg_response_time: figure,
    min_response_time: figure,
    max_response_time: figure,
    median_response_time: figure,
    p95_response_time: figure,
    p99_response_time: figure,
    stddev_response_time: figure,
    avg_payload_size: figure,
    total_bytes_transferred: fc.integer({ min: 0, max: 1e12 }),
    throughput: figure,
    data_transfer_rate: fc.double({ min: 0, max: 1e10, noNaN: true }),
    network_efficiency: figure,
    total_duration: positive,
    errors: fc.dictionary(hostile, count, { maxKeys: 4 }),
  });
  return fc
    .tuple(
      numbers,
      fc.record({
        connection_time: fc.option(timing),
        first_byte_time: fc.option(timing),
        download_time: fc.option(timing),
      }),
      fc.record({
        connections_opened: count,
        bytes_sent: count,
        bytes_received: count,
        bytes_sent_per_request: figure,
        bytes_received_per_request: figure,
      }),
    )
    .map(([n, timing_breakdown, wire]) => ({
      protocol,
      total_requests: n.successful_requests + n.failed_requests,
      ...n,
      timing_breakdown,
      wire,
    }));
}

const end = fc.option(fc.double({ min: -99_999, max: 99_999, noNaN: true }));
const evidence: fc.Arbitrary<ComparisonEvidence> = fc.dictionary(
  fc.constantFrom<ComparedFigure>(
    'avg_response_time',
    'success_rate',
    'throughput',
    'wire_bytes_per_request',
  ),
  fc.record({
    winner: fc.constantFrom('REST' as const, 'gRPC' as const, null),
    difference: fc.record({ estimate: end, interval: fc.tuple(end, end) }),
    ratio: fc.record({ estimate: end, interval: fc.tuple(end, end) }),
    confidence: fc.double({ min: 0.5, max: 1, noNaN: true }),
    rounds: fc.integer({ min: 0, max: 1000 }),
  }),
);

const validity = fc
  .array(
    fc.record({ code: hostile, verdict: fc.constant('suspect' as const), text: hostile, hint: hostile }),
    {
      maxLength: 3,
    },
  )
  .map((reasons) => ({ verdict: reasons.length > 0 ? ('suspect' as const) : ('valid' as const), reasons }));

const input: fc.Arbitrary<ComparisonInput> = fc.record({
  metadata: fc.record({
    timestamp: fc.oneof(fc.constant('2026-01-01T00:00:00Z'), hostile),
    requests_per_protocol: count,
    user_id_range: hostile,
    rest_url: hostile,
    grpc_url: hostile,
  }),
  rest: result('REST'),
  grpc: result('gRPC'),
  evidence,
  facts: fc.record({
    operation: hostile,
    embedded: fc.boolean(),
    rounds: fc.integer({ min: 0, max: 1000 }),
    plannedRounds: fc.integer({ min: 1, max: 1000 }),
    seed: fc.integer({ min: 0 }),
    concurrency: count,
    connections: fc.constantFrom('shared' as const, 'per-request' as const),
    client: fc.constantFrom('raw' as const, 'sdk' as const),
    restClient: hostile,
    grpcClient: hostile,
    complete: fc.boolean(),
  }),
  validity: fc.record({ overall: validity, rest: validity, grpc: validity }),
  proxies: fc.record({ REST: hostile }, { requiredKeys: [] }),
});

describe('whatever was measured and whatever servers said', () => {
  it('the console report keeps to 80 columns and cannot act on a terminal', () => {
    fc.assert(
      fc.property(input, (comparison) => {
        const text = renderConsole(comparison);
        expect(text.endsWith('\n')).toBe(true);
        expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        for (const line of text.split('\n')) {
          expect(line.length).toBeLessThanOrEqual(COLUMNS);
          expect(line).toBe(line.trimEnd());
        }
      }),
    );
  });

  it('the CSV has five cells in every row', () => {
    fc.assert(
      fc.property(input, (comparison) => {
        for (const row of parseCsv(renderCsv(comparison))) expect(row).toHaveLength(5);
      }),
    );
  });

  it('the JSON is JSON, with null for what does not exist', () => {
    fc.assert(
      fc.property(input, (comparison) => {
        const document = JSON.parse(renderJson(comparison));
        const { avg_response_time } = comparison.rest;
        expect(document.rest.avg_response_time).toBe(
          Number.isNaN(avg_response_time) ? null : avg_response_time + 0,
        );
        expect(Object.keys(document).slice(0, 4)).toEqual(['test_metadata', 'rest', 'grpc', 'comparison']);
      }),
    );
  });

  it('a winner is named in no view where the rounds name none', () => {
    fc.assert(
      fc.property(input, (comparison) => {
        const undecided = { ...comparison, evidence: {} };
        const winners = JSON.parse(renderJson(undecided)).comparison.winner;
        expect(Object.values(winners).every((winner) => winner === null)).toBe(true);
        for (const row of parseCsv(renderCsv(undecided)).slice(1)) expect(row[3]).toBe('-');
        const text = renderConsole(undecided);
        expect(text).not.toMatch(/superior|smaller payload|achieves higher|better reliability|moves fewer/);
      }),
    );
  });
});

/** RFC 4180, read the plain way: by another hand than the one that writes it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quoted) {
      if (character !== '"') cell += character;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',') {
      row.push(cell);
      cell = '';
    } else if (character === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else cell += character;
  }
  return rows;
}
