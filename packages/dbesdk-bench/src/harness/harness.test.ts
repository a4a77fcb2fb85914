import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderCrossLanguage } from './cross-language-view.js';
import type { HarnessRow } from './harness-row.js';
import { readHarnessFile } from './read-harness-file.js';

const FILES = {
  go: 'go_results.json',
  java: 'java-branch_java_results.json',
  python: 'python-branch_python_results_db_esdk_v4_robins_optimizations.json',
  rust: 'rust_results.json',
} as const;

function rowsOf(language: keyof typeof FILES): HarnessRow[] {
  const file = FILES[language];
  const url = new URL(`../../testdata/harness-results/${file}`, import.meta.url);
  return readHarnessFile(file, readFileSync(url, 'utf8'));
}

describe('reading other harnesses', () => {
  it('Go: latencies as published, percentiles dropped with a note', () => {
    const [first] = rowsOf('go');
    expect(first).toMatchObject({
      language: 'go',
      runtime: 'go1.24.4',
      machine: '10 CPUs, 32 GB',
      measuredAt: '2025-09-08',
      test: 'throughput',
      dataSize: 1024,
      encryptMs: 1.2055002,
      p50Ms: null,
      p95Ms: null,
      p99Ms: null,
      notes: ['GO_PERCENTILES'],
    });
    expect(
      rowsOf('go')
        .filter(({ test }) => test === 'throughput')
        .every(({ p99Ms }) => p99Ms === null),
    ).toBe(true);
  });

  it('Go, corrected: percentiles above the mean are believed', () => {
    const text = JSON.stringify({
      metadata: { language: 'go' },
      results: [
        {
          test_name: 'throughput',
          data_size: 1,
          end_to_end_latency_ms: 2,
          p50_latency: 1.9,
          p95_latency: 3,
          p99_latency: 4,
        },
      ],
    });
    expect(readHarnessFile('new.json', text)[0]).toMatchObject({ p50Ms: 1.9, p99Ms: 4, notes: [] });
  });

  it('Rust: its own names for the same fields, zeros as nothing', () => {
    const [time, memory, concurrent] = rowsOf('rust');
    expect(time).toMatchObject({ encryptMs: 2.0424586666666666, decryptMs: 1.1346386666666666, runtime: '' });
    expect(memory).toMatchObject({ test: 'memory', peakMemoryMib: 0.4375, encryptMs: null, opsPerSec: null });
    expect(concurrent).toMatchObject({ test: 'concurrency', concurrency: 2, opsPerSec: 575.1588876427113 });
  });

  it('Java: the aggregate rate stays', () => {
    expect(rowsOf('java')[2]).toMatchObject({
      test: 'concurrency',
      opsPerSec: 159.58125877696924,
      notes: [],
    });
  });

  it('Python: the rate of one thread is dropped, and the machine is named', () => {
    const concurrent = rowsOf('python').filter(({ test }) => test === 'concurrency');
    expect(concurrent).toHaveLength(4);
    for (const row of concurrent) {
      expect(row).toMatchObject({ opsPerSec: null, machine: '10 CPUs, 32 GB, macOS', runtime: '3.12.11' });
      expect(row.notes).toContain('RATE_OF_ONE_THREAD');
    }
    expect(rowsOf('python')[0]!.notes).toEqual(['FEW_SAMPLES']);
  });

  it('the first Java harness had other names again', () => {
    const text = JSON.stringify({
      metadata: { language: 'java', timestamp: '2025-09-01 10:00:00' },
      results: [
        {
          test_name: 'throughput',
          data_size: 1024,
          encrypt_latency_ms: 3,
          decrypt_latency_ms: 4,
          operations_per_second: 100,
          p50_latency_ms: 7,
          p95_latency_ms: 8,
          p99_latency_ms: 9,
        },
      ],
    });
    expect(readHarnessFile('java.json', text)[0]).toMatchObject({
      encryptMs: 3,
      decryptMs: 4,
      opsPerSec: 100,
      p99Ms: 9,
    });
  });

  it.each([
    ['no JSON', '{', 'x.json is not a result file of a DB-ESDK benchmark: '],
    ['something else', '{"a": 1}', 'metadata: '],
    [
      'an entry without a size',
      '{"metadata": {"language": "go"}, "results": [{"test_name": "a"}]}',
      'results.0.data_size: ',
    ],
  ])('%s is refused by name', (_, text, message) => {
    expect(() => readHarnessFile('x.json', text)).toThrow(
      expect.objectContaining({ code: 'ERR_HARNESS_FILE', message: expect.stringContaining(message) }),
    );
  });
});

describe('the table', () => {
  const text = renderCrossLanguage((Object.keys(FILES) as (keyof typeof FILES)[]).flatMap(rowsOf));

  it('has a section per test, each row with its language, machine and date', () => {
    const lines = text.split('\n');
    expect(lines.filter((line) => !line.startsWith(' ') && line !== '')).toEqual([
      'throughput (times in ms)',
      'memory',
      'concurrency (times in ms)',
      'Machines differ between rows, and so do runtimes, items and dates: factors of two say little, of ten a lot.',
    ]);
    expect(lines.find((line) => line.includes('100 KB') && line.includes('rust'))).toMatch(
      /14 CPUs, 48 GB +2026-01-22 +2\.04 +1\.13 +3\.18 +3\.15 +3\.25 +3\.25 +314 +32\.1/,
    );
  });

  it('sorts by size, and explains every note it uses', () => {
    const sizes = text
      .split('\n\n')[0]!
      .split('\n')
      .slice(2)
      .map((line) => line.trim().split('  ')[0]);
    expect(sizes.slice(0, 4)).toEqual(['1 KB', '5 KB', '10 KB', '100 KB']);
    for (const [mark] of text.matchAll(/\[\d+\]/g)) expect(text).toMatch(new RegExp(`^  \\${mark} `, 'm'));
  });
});
