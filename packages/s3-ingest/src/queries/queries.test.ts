import { createRandom } from '@benchwright/stats';
import { describe, expect, test } from 'vitest';
import { computeLocally } from './compute-locally.js';
import {
  billedDurationQuery,
  coldStartsQuery,
  errorsQuery,
  latencyThroughputQuery,
  platformErrorsQuery,
  queryLiteral,
} from './query-text.js';
import { coldStartFiguresOf, errorFiguresOf, runFiguresOf } from './run-figures.js';
import { evaluateQuery, interpolated, nearestRank } from './testing/evaluate-query.js';

/** Lines of three functions in two runs, some failed, some cold, with what Lambda prints between them. */
function madeLines(perFunction = 37): string[] {
  const random = createRandom(11);
  return ['a', 'b', 'c'].flatMap((name, f) =>
    Array.from({ length: perFunction }, (_, i) => {
      const start = 1_700_000_000_000 + i * 120 + f;
      const latency = 20 + random.nextExponential(1 / 30);
      const common = {
        request_id: `${name}-${i}`,
        run_id: i % 3 === 0 ? 'run_"quoted"\\1' : 'run_2',
        function_name: `ingest-${name}`,
        workload: f === 2 ? 'batch' : 'events',
        memory_mb: 512,
        batch_events: 10,
        multipart_part_mb: 32,
        reserved_concurrency: 10,
        ts_start_ms: start,
        ts_end_ms: Math.ceil(start + latency),
        s3_attempts: 1 + (i % 5 === 0 ? 1 : 0),
        ...(i < 4 ? { cold_start_ms: 150 + random.nextInt(50) } : {}),
      };
      const failed = { ...common, ok: false, error_code: i % 2 === 0 ? 'SlowDown' : 'AccessDenied' };
      const line = i % 7 === 6 ? failed : { ...common, ok: true, latency_ms: latency, object_bytes: 10_240 };
      return [`START RequestId: ${name}-${i}`, JSON.stringify(line), `REPORT RequestId: ${name}-${i}`];
    }).flat(),
  );
}

const RUNS = ['run_"quoted"\\1', 'run_2'];
const byKey = (a: { functionName: string; runId: string }, b: { functionName: string; runId: string }) =>
  `${a.functionName}/${a.runId}` < `${b.functionName}/${b.runId}` ? -1 : 1;

describe('what is computed from the lines is what the text of the query means', () => {
  test('latency and throughput', () => {
    const lines = madeLines();
    const answer = evaluateQuery(latencyThroughputQuery(RUNS), lines, nearestRank)
      .map(runFiguresOf)
      .sort(byKey);
    expect(answer).toHaveLength(6);
    expect(computeLocally(lines, RUNS).runs).toEqual(answer);
    expect(answer.map(({ batchOrMultipart }) => batchOrMultipart)).toEqual([10, 10, 10, 10, 32, 32]);
  });

  test('a percentile by interpolation differs by less than the gap to its neighbour', () => {
    const lines = madeLines(200);
    const rows = evaluateQuery(latencyThroughputQuery(RUNS), lines, interpolated)
      .map(runFiguresOf)
      .sort(byKey);
    computeLocally(lines, RUNS).runs.forEach(({ functionName, runId, p95Ms }, i) => {
      const values = lines
        .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []))
        .filter(
          (line) =>
            line.function_name === functionName && line.run_id === runId && line.latency_ms !== undefined,
        )
        .map((line) => Number(line.latency_ms))
        .sort((a, b) => a - b);
      const at = values.indexOf(p95Ms);
      expect(rows[i]!.p95Ms).toBeGreaterThanOrEqual(values[at - 1]!);
      expect(rows[i]!.p95Ms).toBeLessThanOrEqual(values[at + 1] ?? p95Ms);
    });
  });

  test('cold starts and errors', () => {
    const lines = madeLines();
    const local = computeLocally(lines, RUNS);
    const cold = evaluateQuery(coldStartsQuery(RUNS), lines, nearestRank).map(coldStartFiguresOf).sort(byKey);
    expect(local.coldStarts).toEqual(cold);
    const errors = evaluateQuery(errorsQuery(RUNS), lines, nearestRank).map(errorFiguresOf);
    const key = (row: object) => JSON.stringify(row);
    expect(local.errors.map(key).sort()).toEqual(errors.map(key).sort());
    expect(local.otherLines).toBe(2 * 3 * 37);
  });
});

test('one invocation has a throughput, since its window is its own length; an empty window has none', () => {
  const line = (end: number) =>
    JSON.stringify({
      run_id: 'r',
      function_name: 'f',
      workload: 'events',
      ts_start_ms: 1000,
      ts_end_ms: end,
      latency_ms: 50,
      object_bytes: 1,
      s3_attempts: 1,
    });
  // The original divides by max − min of the events' times, which is zero for one event.
  expect(computeLocally([line(1050)]).runs[0]?.throughputObjPerSec).toBe(20);
  expect(computeLocally([line(1000)]).runs[0]?.throughputObjPerSec).toBeNull();
});

test('a function of which every invocation failed has errors and no figures; no run asked is every run', () => {
  const failed = JSON.stringify({ run_id: 'r', function_name: 'f', error_code: 'NoSuchBucket' });
  const figures = computeLocally([failed, failed, 'not json', '{"run_id": 7}', '{"run_id": broken']);
  expect(figures.runs).toEqual([]);
  expect(figures.errors).toEqual([{ functionName: 'f', runId: 'r', errorCode: 'NoSuchBucket', failures: 2 }]);
  expect(figures.coldStarts[0]).toMatchObject({ invocations: 2, coldStarts: 0, p50Ms: null });
  expect(figures.otherLines).toBe(3);
});

test('run ids are literals: quotes and backslashes are escaped, control characters refused', () => {
  expect(queryLiteral('run_1')).toBe('"run_1"');
  expect(queryLiteral('a" or ispresent(x) or run_id = "b\\')).toBe(
    '"a\\" or ispresent(x) or run_id = \\"b\\\\"',
  );
  expect(queryLiteral("it's")).toBe(`"it's"`);
  expect(() => latencyThroughputQuery(['a\nb'])).toThrow(
    expect.objectContaining({ code: 'ERR_QUERY_VALUE' }),
  );
  expect(() => errorsQuery([])).toThrow(/at least one run id/);
});

test('the queries of what Lambda itself reports', () => {
  expect(platformErrorsQuery()).toBe(
    [
      'filter @type = "REPORT" and @message like /Status: (timeout|error)/',
      '| parse @message /Status: (?<status>\\w+)/',
      '| stats count(*) as failures by @log, status',
      '| sort failures desc',
    ].join('\n'),
  );
  expect(billedDurationQuery()).toContain('sum(@billedDuration) as billed_ms');
  expect(latencyThroughputQuery(['r'])).not.toContain('parse');
});
