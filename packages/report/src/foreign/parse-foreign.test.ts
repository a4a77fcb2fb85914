import { describe, expect, it, test } from 'vitest';
import { compareReplicates } from '../compare/compare-replicates.js';
import { mergeReplicates } from '../compare/merge-replicates.js';
import type { Replicates } from '../compare/replicates.js';
import { HOSTILE, readTestdata } from '../testing/fixtures.js';
import { ForeignFormatError } from './foreign-format-error.js';
import { parseForeign } from './parse-foreign.js';

const OPTIONS = { confidence: 0.95, noiseShare: 0.01, resolutionShare: 0.05 };

function read(name: string): Replicates {
  return parseForeign(readTestdata(`foreign/${name}`), name);
}

/** `cell metric statistic` → its values. */
function valuesOf({ metrics }: Replicates): Record<string, readonly number[]> {
  return Object.fromEntries(
    metrics.map(({ cell, metric, statistic, values }) => [`${cell} ${metric} ${statistic}`, values]),
  );
}

const codes = ({ warnings = [] }: Pick<Replicates, 'warnings'>): string[] => warnings.map(({ code }) => code);

describe('outputs of other tools, as they were written', () => {
  test('wrk: latencies from send, 1024 bytes to a kB, no trials', () => {
    const side = read('wrk-1.txt');
    expect(side.tool).toBe('wrk');
    expect(valuesOf(side)).toEqual({
      'http requestsPerSec rate': [10114.12],
      'http serviceTimeNs mean': [2.69e6],
      'http serviceTimeNs p50': [139_000],
      'http serviceTimeNs p75': [2.52e6],
      'http serviceTimeNs p90': [7.53e6],
      'http serviceTimeNs p99': [34.2e6],
      'http errorShare failed ÷ sent': [0],
      'http bytesInPerSec rate': [1.3 * 2 ** 20],
    });
    expect(codes(side)).toEqual(['ONE_TRIAL', 'LATENCY_FROM_SEND']);
  });

  test('wrk that met errors, without percentiles', () => {
    const side = read('wrk-errors.txt');
    expect(valuesOf(side)['http errorShare failed ÷ sent']).toEqual([1]);
    expect(codes(side)).toContain('NO_PERCENTILES');
  });

  test('wrk2: latencies from when a request was due, the maximum is no percentile', () => {
    const side = read('wrk2.txt');
    expect(side.tool).toBe('wrk2');
    const values = valuesOf(side);
    expect(values['http responseTimeNs p99.9']).toEqual([12.3e6]);
    expect(values['http responseTimeNs mean']).toEqual([6.6e6]);
    expect(Object.keys(values)).not.toContain('http responseTimeNs p100');
    expect(codes(side)).toEqual(['ONE_TRIAL']);
  });

  test('autocannon', () => {
    const values = valuesOf(read('autocannon-1.json'));
    expect(values['http requestsPerSec rate']).toEqual([2403]);
    expect(values['http serviceTimeNs p99.9']).toEqual([56e6]);
    expect(values['http errorShare failed ÷ sent']).toEqual([0]);
    expect(codes(read('autocannon-1.json'))).toContain('COARSE_LATENCY');
  });

  test('oha: seconds; what was under way at the end is no failure', () => {
    const values = valuesOf(read('oha.json'));
    expect(values['http serviceTimeNs p99']?.[0]).toBeCloseTo(40_878_992, 3);
    expect(values['http errorShare failed ÷ sent']).toEqual([0]);
  });

  test('vegeta: the rate of what succeeded, not of what was sent', () => {
    const values = valuesOf(read('vegeta.json'));
    expect(values['http requestsPerSec rate']).toEqual([363.9949730103768]);
    expect(values['http serviceTimeNs p50']).toEqual([223315257]);
  });

  test.each([
    ['k6-summary-export.json', 3.170279e6, 529.8876269373187],
    ['k6-handle-summary.json', 39_683_377.5, 567.9618593246945],
  ])('%s: milliseconds, the median as p50', (name, p50, rate) => {
    const values = valuesOf(read(name));
    expect(values['http serviceTimeNs p50']?.[0]).toBeCloseTo(p50, 3);
    expect(values['http requestsPerSec rate']).toEqual([rate]);
    expect(values['http errorShare failed ÷ sent']).toEqual([0]);
    expect(Object.keys(values).filter((key) => key.includes('min') || key.includes('max'))).toEqual([]);
  });

  test('hyperfine: each time is a replicate, several commands are cells', () => {
    const values = valuesOf(read('hyperfine.json'));
    expect(values['sleep 0.01 wallTimeNs time of a run']).toHaveLength(6);
    expect(values['sleep 0.012 wallTimeNs time of a run']?.[0]).toBeCloseTo(13_416_887, 3);
    expect(values['sleep 0.012 userCpuNs mean of the runs']).toHaveLength(1);
  });

  test('a hyperfine file of one command has one cell, whatever the command', () => {
    const { results } = JSON.parse(readTestdata('foreign/hyperfine.json'));
    const [a, b] = results.map((result: unknown) => parseForeign(JSON.stringify({ results: [result] }), 'x'));
    const { rows } = compareReplicates(a, b, OPTIONS);
    expect(rows.find(({ metric }) => metric === 'wallTimeNs')?.base.n).toBe(6);
  });

  test('Go: each line a replicate, units of one’s own, MB/s as bytes', () => {
    const side = read('go-bench.txt');
    const values = valuesOf(side);
    expect(values['Sum/small-2 timePerOpNs mean of a line']).toEqual([2928, 547.3, 1612, 1624, 1064]);
    expect(values['Sum/large-2 bytesPerSec rate']?.[0]).toBe(2396.07e6);
    expect(values['Custom-2 hops/op mean of a line']).toEqual([2.5, 2.5, 2.5, 2.5, 2.5]);
    expect(side.metrics.find(({ metric }) => metric === 'bytesPerSec')?.better).toBe('higher');
    expect(codes(side)).toEqual(['NOT_INTERLEAVED']);
  });

  test('Go: a Unit line says which way is better, and packages keep their benchmarks apart', () => {
    const text =
      'Unit hits better=higher\npkg: a\nBenchmarkX 1 5 hits\npkg: b\nBenchmarkX 1 6 hits\nBenchmarkX 1 7 hits\nPASS\n';
    const { metrics } = parseForeign(text, 'x');
    expect(metrics.map(({ cell, better, values }) => [cell, better, values])).toEqual([
      ['a.X', 'higher', [5]],
      ['b.X', 'higher', [6, 7]],
    ]);
  });
});

describe('several outputs as one side', () => {
  it('are its trials, and then there is an interval and a verdict', () => {
    const side = mergeReplicates([read('wrk-1.txt'), read('wrk-2.txt'), read('wrk-3.txt')]);
    expect(valuesOf(side)['http requestsPerSec rate']).toHaveLength(3);
    expect(side.label).toBe('wrk-1.txt and 2 more');
    expect(codes(side)).not.toContain('ONE_TRIAL');
    const { rows } = compareReplicates(side, { ...side, label: 'same' }, OPTIONS);
    expect(rows[0]?.change.interval.every(Number.isFinite)).toBe(true);
  });

  it('may stand one after the other in a file of wrk', () => {
    const text = readTestdata('foreign/wrk-1.txt') + readTestdata('foreign/wrk-2.txt');
    expect(valuesOf(parseForeign(text, 'both.txt'))['http requestsPerSec rate']).toHaveLength(2);
  });

  it('must be of one tool', () => {
    expect(() => mergeReplicates([read('wrk-1.txt'), read('oha.json')])).toThrow(
      expect.objectContaining({
        code: 'ERR_MIXED_TOOLS',
        message: expect.stringMatching(/oha.json is of oha/),
      }),
    );
  });
});

describe('one output a side', () => {
  it('gives numbers and says why there is no verdict', () => {
    const { rows, warnings } = compareReplicates(read('wrk-1.txt'), read('wrk-2.txt'), OPTIONS);
    expect(rows.length).toBeGreaterThan(5);
    for (const { verdict, pValue } of rows) expect([verdict, pValue]).toEqual(['inconclusive', Number.NaN]);
    expect(warnings.map(({ code }) => code)).toEqual([
      'ENVIRONMENT_UNKNOWN',
      'TOO_FEW_TRIALS',
      'ONE_TRIAL',
      'LATENCY_FROM_SEND',
    ]);
    expect(warnings[1]?.text).toMatch(/^8 of 8 rows have one trial on a side/);
  });

  it('of another tool than the other side’s is compared with a warning', () => {
    const { warnings, rows } = compareReplicates(read('wrk-1.txt'), read('oha.json'), OPTIONS);
    expect(rows.length).toBeGreaterThan(0);
    expect(warnings.map(({ code }) => code)).toContain('TOOLS_DIFFER');
  });
});

describe('what is none of them', () => {
  test.each([
    ['', /not the output of a tool/],
    ['hello\nworld\n', /not the output of a tool/],
    ['{"a": 1}', /is JSON, but neither/],
    ['[]', /is JSON, but neither/],
    ['{"metrics": {"iterations": {}}}', /k6 without a number/],
    [HOSTILE, /not the output of a tool/],
  ])('%j is refused with a code', (text, message) => {
    expect(() => parseForeign(text, 'x.json')).toThrow(ForeignFormatError);
    expect(() => parseForeign(text, 'x.json')).toThrow(message);
  });

  test.each(['autocannon-1.json', 'oha.json', 'vegeta.json', 'k6-handle-summary.json', 'hyperfine.json'])(
    '%s cut short anywhere is refused, never read in part',
    (name) => {
      const text = readTestdata(`foreign/${name}`).trimEnd();
      for (let end = 1; end < text.length; end += 37) {
        expect(() => parseForeign(text.slice(0, end), name), `${end}`).toThrow(
          expect.objectContaining({ code: 'ERR_FOREIGN_FORMAT' }),
        );
      }
    },
  );

  test('wrk cut short is refused; Go cut short is read with a warning', () => {
    const wrk = readTestdata('foreign/wrk-1.txt');
    expect(() => parseForeign(wrk.slice(0, wrk.indexOf('Requests/sec')), 'a.txt')).toThrow(/Requests\/sec/);
    const go = readTestdata('foreign/go-bench.txt');
    const cut = parseForeign(go.slice(0, go.indexOf('BenchmarkSum/large') + 30), 'a.txt');
    expect(codes(cut)).toContain('MAYBE_TRUNCATED');
  });

  test('names from a file are data: prototypes stay as they are, control characters are the view’s matter', () => {
    const hostile = JSON.stringify({
      results: [
        { command: HOSTILE, mean: 1, times: [1, 2] },
        { command: '__proto__', mean: 2, times: [2, 3] },
      ],
    });
    const { metrics } = parseForeign(hostile, 'x');
    expect(metrics.map(({ cell }) => cell)).toEqual([JSON.parse(JSON.stringify(HOSTILE)), '__proto__']);
    const { metrics: own } = parseForeign('BenchmarkX 1 1 __proto__\nBenchmarkX 1 2 toString\nPASS\n', 'x');
    expect(own.map(({ metric }) => metric)).toEqual(['__proto__', 'toString']);
  });
});
