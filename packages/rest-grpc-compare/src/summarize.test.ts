import type { RunResult } from '@benchwright/result-schema';
import { type Comparison, runResultSchema } from '@benchwright/result-schema';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarizeRestGrpc } from './summarize.js';
import { clearRounds, runRecords, type TrialSketch } from './testing/trial-records.js';
import { comparisonInputOf, NotAComparisonError } from './views/input-of.js';

function comparisonsOf(trials: readonly TrialSketch[]): Map<string, Comparison> {
  const { comparisons } = summarizeRestGrpc(runRecords(trials));
  return new Map(comparisons.map((c) => [`${c.metric} ${c.statistic}`, c]));
}

describe('summarizeRestGrpc', () => {
  it('gives a valid result that compares the two cells by every figure', () => {
    const result = runResultSchema.parse(summarizeRestGrpc(runRecords(clearRounds())));
    expect(result.cells.map(({ id }) => id)).toEqual(['rest-raw', 'grpc-raw']);
    expect(result.comparisons.map((c) => `${c.metric} ${c.statistic}: ${c.winner}`)).toEqual([
      'responseTimeNs mean: rest-raw',
      'responseTimeNs p50: rest-raw',
      'responseTimeNs p95: rest-raw',
      'responseTimeNs p99: rest-raw',
      'payloadBytes mean per answer: grpc-raw',
      'transferredBytes total: grpc-raw',
      'successRate ok ÷ sent: null',
      'requestsPerSec rate: rest-raw',
      'networkEfficiencyBytesPerMs mean body ÷ mean response time: rest-raw',
      'wireBytesPerRequest mean per request, both ways: null',
    ]);
  });

  it('takes the difference round by round: what slowed a round down slowed both and cancels', () => {
    const rounds = [1, 5, 30].flatMap((slow, trial) => [
      { cell: 'rest-raw' as const, trial, timesMs: [10 * slow, 10 * slow] },
      { cell: 'grpc-raw' as const, trial, timesMs: [10 * slow + 2, 10 * slow + 2.01] },
    ]);
    const found = comparisonsOf(rounds).get('responseTimeNs mean')!;
    expect(found.difference.estimate).toBeCloseTo(2.005e6, 0);
    expect(found.winner).toBe('rest-raw');
    expect(found.n).toBe(3);
  });

  it('names no winner where the interval includes zero, nor where there is one round only', () => {
    const noisy = [
      [10, 14],
      [12, 9],
      [11, 13],
    ].flatMap(([rest, grpc], trial) => [
      { cell: 'rest-raw' as const, trial, timesMs: [rest!] },
      { cell: 'grpc-raw' as const, trial, timesMs: [grpc!] },
    ]);
    expect(comparisonsOf(noisy).get('responseTimeNs mean')!.winner).toBeNull();
    const single = comparisonsOf(clearRounds().filter(({ trial }) => trial === 0)).get(
      'responseTimeNs mean',
    )!;
    expect(single).toMatchObject({ n: 1, winner: null, difference: { interval: [null, null] } });
    expect(single.warnings.map(({ code }) => code)).toContain('TOO_FEW_SAMPLES');
  });

  it('pairs by the number of the round, whatever order the records are in and whatever is missing', () => {
    const rounds = clearRounds().filter(({ cell, trial }) => !(cell === 'grpc-raw' && trial === 1));
    const found = comparisonsOf([...rounds].reverse()).get('responseTimeNs mean')!;
    expect(found.n).toBe(2);
    expect(found.difference.estimate).toBeCloseTo(11e6, -1);
  });

  it('leaves interrupted trials out', () => {
    const rounds = clearRounds().map((t) => ({ ...t, interrupted: t.trial === 2 && t.cell === 'grpc-raw' }));
    expect(comparisonsOf(rounds).get('responseTimeNs mean')!.n).toBe(2);
  });

  it('compares times over the rounds that have any, and says which it left out', () => {
    const dead = clearRounds().map((t) =>
      t.trial === 2 && t.cell === 'grpc-raw' ? { ...t, timesMs: [], errors: { GRPC_UNAVAILABLE: 5 } } : t,
    );
    const found = comparisonsOf(dead);
    expect(found.get('responseTimeNs mean')!.n).toBe(2);
    expect(found.get('responseTimeNs mean')!.warnings.map(({ code }) => code)).toContain('ROUNDS_LEFT_OUT');
    expect(found.get('successRate ok ÷ sent')!.n).toBe(3);
  });

  it('makes a proxy before one server a reason to doubt, before both none', () => {
    const behind = (cells: readonly string[]) =>
      summarizeRestGrpc(
        runRecords(clearRounds().map((t) => ({ ...t, extra: { proxy: cells.includes(t.cell) ? 1 : 0 } }))),
      );
    const proxyReasons = ({ validity }: RunResult) =>
      validity.reasons
        .filter(({ code }) => code.startsWith('PROXY'))
        .map(({ code, text }) => `${code} ${text}`);
    const one = behind(['grpc-raw']);
    expect(one.validity.verdict).toBe('suspect');
    expect(proxyReasons(one)).toEqual([
      'PROXY_ON_ONE_SIDE grpc-raw: the answers came through a proxy: Envoy',
    ]);
    expect(comparisonInputOf(one).proxies).toEqual({ gRPC: 'Envoy' });
    expect(proxyReasons(behind(['rest-raw', 'grpc-raw']))).toEqual([]);
    expect(proxyReasons(behind([]))).toEqual([]);
  });
});

describe("the original's figures", () => {
  it('follow from the records: exact averages, merged percentiles, units of the original', () => {
    const { rest } = comparisonInputOf(summarizeRestGrpc(runRecords(clearRounds())));
    expect(rest).toMatchObject({
      protocol: 'REST',
      total_requests: 15,
      successful_requests: 15,
      failed_requests: 0,
      success_rate: 100,
      avg_payload_size: 200,
      total_bytes_transferred: 3000,
      total_duration: 1.5,
      throughput: 10,
      data_transfer_rate: 2000,
      errors: {},
    });
    const all = [10, 11, 12, 10, 11, 10, 11, 12, 11, 11, 10, 11, 12, 12, 11];
    const mean = all.reduce((sum, ms) => sum + ms, 0) / 15;
    expect(rest.avg_response_time).toBeCloseTo(mean, 9);
    expect(rest.stddev_response_time).toBeCloseTo(
      Math.sqrt(all.reduce((sum, ms) => sum + (ms - mean) ** 2, 0) / 14),
      9,
    );
    expect(rest.network_efficiency).toBeCloseTo(200 / mean, 9);
    expect([rest.min_response_time, rest.max_response_time]).toEqual([10, 12]);
    expect(Math.abs(rest.median_response_time - 11)).toBeLessThan(0.02);
    expect(rest.wire).toEqual({
      connections_opened: 3,
      bytes_sent: 900,
      bytes_received: 2250,
      bytes_sent_per_request: 60,
      bytes_received_per_request: 150,
    });
    expect(rest.timing_breakdown?.connection_time).toBeNull();
    expect(rest.timing_breakdown?.first_byte_time?.avg).toBeCloseTo(mean * 0.9, 6);
  });

  it('are not there, rather than zero, when nothing was answered', () => {
    const trials = clearRounds().map((t) =>
      t.cell === 'rest-raw' ? { ...t, timesMs: [], errors: { CONNECT_REFUSED: 3, HTTP_500: 2 } } : t,
    );
    const { rest } = comparisonInputOf(summarizeRestGrpc(runRecords(trials)));
    expect(rest).toMatchObject({
      total_requests: 15,
      successful_requests: 0,
      failed_requests: 15,
      success_rate: 0,
      total_bytes_transferred: 0,
      throughput: 0,
      errors: { 'Connection Refused': 9, 'HTTP 500': 6 },
    });
    expect(rest.avg_response_time).toBeNaN();
    expect(rest.avg_payload_size).toBeNaN();
  });

  it('always add up: requests by outcome, errors by type, bytes by request', () => {
    const sketch = fc.record({
      timesMs: fc.array(fc.double({ min: 0.01, max: 5000, noNaN: true }), { maxLength: 30 }),
      bodyBytesEach: fc.integer({ min: 0, max: 100_000 }),
      errors: fc.dictionary(
        fc.constantFrom('HTTP_500', 'TIMEOUT', 'GRPC_UNAVAILABLE', 'PROTOCOL', 'WEIRD'),
        fc.integer({ min: 1, max: 50 }),
      ),
    });
    fc.assert(
      fc.property(fc.array(sketch, { minLength: 6, maxLength: 6 }), (sketches) => {
        const trials = sketches.map((s, i) => ({
          ...s,
          cell: (['rest-raw', 'grpc-raw'] as const)[i % 2]!,
          trial: Math.floor(i / 2),
        }));
        const input = comparisonInputOf(summarizeRestGrpc(runRecords(trials)));
        for (const [side, cell] of [
          [input.rest, 'rest-raw'],
          [input.grpc, 'grpc-raw'],
        ] as const) {
          const own = trials.filter((t) => t.cell === cell);
          const body = own.reduce((sum, t) => sum + t.bodyBytesEach * t.timesMs.length, 0);
          expect(side.successful_requests + side.failed_requests).toBe(side.total_requests);
          expect(Object.values(side.errors).reduce((sum, n) => sum + n, 0)).toBe(side.failed_requests);
          expect(side.total_bytes_transferred).toBe(body);
          if (side.successful_requests === 0) continue;
          // A double cannot always hold the exact quotient: the product is the total to its last bit or the next.
          const product = side.avg_payload_size * side.successful_requests;
          expect(Math.abs(product - body)).toBeLessThanOrEqual(body * Number.EPSILON);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe('results that are none of this suite', () => {
  it('are refused by name', () => {
    const result = summarizeRestGrpc(runRecords(clearRounds()));
    expect(() => comparisonInputOf({ ...result, suite: 's3', cells: [] })).toThrow(NotAComparisonError);
  });

  it('but one whose config is no longer understood is shown', () => {
    const result = summarizeRestGrpc(runRecords(clearRounds()));
    const input = comparisonInputOf({ ...result, run: { ...result.run, config: { old: true } } });
    expect(input.metadata.user_id_range).toBe('1-10000');
  });
});
