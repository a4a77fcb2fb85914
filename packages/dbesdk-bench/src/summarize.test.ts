import { describe, expect, it } from 'vitest';
import { summarizeDbesdk } from './summarize.js';
import { sketchedRun } from './testing/sketched-run.js';
import { harnessDocument } from './views/harness-document.js';
import { renderText } from './views/text.js';

/** Twenty operations of so many milliseconds, one of them slower. */
function times(ms: number): number[] {
  return [...Array<number>(19).fill(ms), ms * 2];
}

const input = {
  data_sizes: { small: [1000] },
  test_types: ['throughput', 'memory', 'concurrency', 'encrypt'],
  concurrency_levels: [2],
  trials: 3,
} as const;

const three = (ms: number) => [times(ms), times(ms * 1.01), times(ms * 0.99)];
const split = { halves: ['encryptNs', 'decryptNs'] } as const;

const run = sketchedRun(
  { ...input, test_types: [...input.test_types], concurrency_levels: [2], data_sizes: { small: [1000] } },
  {
    'throughput-1000': {
      trialsMs: three(10),
      ...split,
      extra: { primitiveEncryptNs: 3e6, primitiveDecryptNs: 2.25e6 },
    },
    'memory-1000': { trialsMs: [[1], [5], [90]], extra: { peakRssBytes: 4000, peakHeapExternalBytes: 3000 } },
    'concurrency-1000-x2-in-flight': { trialsMs: three(20), durationMs: 500, ...split },
    'concurrency-1000-x2-threads': {
      trialsMs: three(10),
      durationMs: 250,
      ...split,
      extra: { primitiveEncryptNs: 3e6, primitiveDecryptNs: 2.25e6 },
    },
    'encrypt-1000': { trialsMs: three(7), extra: { primitiveEncryptNs: 3.5e6, primitiveDecryptNs: 9e9 } },
  },
);
const result = summarizeDbesdk(run);
const cell = (id: string) => result.cells.find((found) => found.id === id)!;

describe('the summary', () => {
  it('holds the primitives against what was measured', () => {
    expect(cell('throughput-1000').metrics.limitShare?.estimate).toBeCloseTo(5.25 / 10.5, 2);
    expect(cell('encrypt-1000').metrics.limitShare?.estimate).toBeCloseTo(3.5 / 7.35, 2);
    // 20 operations in a quarter of a second, 5.25 ms each on one thread.
    expect(cell('concurrency-1000-x2-threads').metrics.limitShare?.estimate).toBeCloseTo(80 * 5.25e-3, 6);
  });

  it('gives peaks as bytes and as multiples of the item', () => {
    expect(cell('memory-1000').metrics).toMatchObject({
      peakRssRatio: { estimate: 4 },
      peakHeapExternalRatio: { estimate: 3 },
    });
  });

  it('does not blame a busy generator for its own work, nor peaks for uneven times', () => {
    expect(result.cells.flatMap(({ validity }) => validity.reasons)).toEqual([]);
    expect(result.validity.verdict).toBe('valid');
  });

  it('compares threads with promises, and several at once with one at a time', () => {
    const found = result.comparisons.map(
      ({ metric, base, head }) => `${metric}: ${base.cell} → ${head.cell}`,
    );
    expect(found).toContain('requestsPerSec: concurrency-1000-x2-in-flight → concurrency-1000-x2-threads');
    expect(found).toContain('requestsPerSec: throughput-1000 → concurrency-1000-x2-threads');
    expect(found.some((text) => text.includes('memory'))).toBe(false);
  });

  it('is invalid when a single result was wrong', () => {
    const wrong = summarizeDbesdk(
      sketchedRun(
        { data_sizes: { small: [1000] }, test_types: ['throughput'], trials: 3 },
        { 'throughput-1000': { trialsMs: three(10), errors: { WRONG_RESULT: 1 } } },
      ),
    );
    expect(wrong.validity).toMatchObject({ verdict: 'invalid' });
    expect(wrong.validity.reasons[0]).toMatchObject({
      code: 'WRONG_RESULT',
      text: 'throughput-1000: 3 of the results that were checked are not what they must be',
    });
  });
});

describe('the document', () => {
  const document = harnessDocument(result);

  it('has the metadata of the original, with Node in place of Python', () => {
    expect(document.metadata).toEqual({
      language: 'typescript',
      timestamp: '2026-01-01T00:01:00Z',
      node_version: '20.20.2',
      platform: 'linux-6.1-x64',
      cpu_count: 8,
      total_memory_gb: 16,
      total_tests: 5,
    });
  });

  it('has the fields of the original, in its order, before our own', () => {
    for (const entry of document.results) {
      expect(Object.keys(entry)).toEqual([
        'test_name',
        'language',
        'data_size',
        'concurrency',
        'put_latency_ms',
        'get_latency_ms',
        'end_to_end_latency_ms',
        'ops_per_second',
        'bytes_per_second',
        'peak_memory_mb',
        'memory_efficiency_ratio',
        'p50_latency',
        'p95_latency',
        'p99_latency',
        'timestamp',
        'node_version',
        'cpu_count',
        'total_memory_gb',
        'details',
      ]);
    }
  });

  it('has milliseconds, aggregate rates and ratios', () => {
    const [throughput, memory, , threads, encrypt] = document.results;
    expect(throughput).toMatchObject({ test_name: 'throughput', data_size: 1000, peak_memory_mb: 0 });
    expect(throughput!.end_to_end_latency_ms).toBeCloseTo(10.5, 1);
    expect(throughput!.put_latency_ms + throughput!.get_latency_ms).toBeCloseTo(
      throughput!.end_to_end_latency_ms,
      6,
    );
    expect(throughput!.bytes_per_second).toBeCloseTo(throughput!.ops_per_second * 1000, 6);
    expect(memory).toMatchObject({
      test_name: 'memory',
      ops_per_second: 0,
      end_to_end_latency_ms: 0,
      memory_efficiency_ratio: 1 / 3,
    });
    expect(memory!.peak_memory_mb).toBeCloseTo(3000 / 1024 ** 2, 9);
    expect(threads).toMatchObject({ test_name: 'concurrency', concurrency: 2, details: { mode: 'threads' } });
    expect(threads!.ops_per_second).toBeCloseTo(80, 6);
    expect(encrypt).toMatchObject({ get_latency_ms: 0 });
    expect(encrypt!.put_latency_ms).toBeCloseTo(encrypt!.end_to_end_latency_ms, 9);
  });
});

describe('the text', () => {
  const text = renderText(result);

  it('leads with the verdict and has a table per kind of test', () => {
    expect(text).toMatch(/^VALID {2}DynamoDB item encryption in TypeScript\n/);
    expect(
      text
        .split('\n')
        .filter((line) => /^[A-Z]/.test(line))
        .map((line) => line.split(/[ ,]/)[0]),
    ).toEqual(['VALID', 'Latency', 'Concurrency', 'Memory', 'Differences']);
  });

  it('leaves percentiles out that rest on fewer than ten operations', () => {
    const row = text.split('\n').find((line) => line.includes('throughput '));
    // 60 operations: the median rests on 30, p95 on 3.
    expect(row).toMatch(/10\.0\d? {2,}– {2,}– /);
  });

  it('says what was left out', () => {
    const records = sketchedRun(
      {
        data_sizes: { small: [1000], large: [500_000] },
        test_types: ['throughput'],
        dynamodb: 'embedded',
        trials: 1,
      },
      { 'throughput-1000': { trialsMs: [times(3)], halves: ['putNs', 'getNs'] } },
    );
    expect(renderText(summarizeDbesdk(records))).toMatch(/Left out\n {2}items of 500000 B cannot be stored/);
  });
});
