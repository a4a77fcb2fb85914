import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summariesOfRows } from './function-summary.js';
import { renderP95Analysis } from './p95-analysis.js';
import { renderPivot } from './pivot.js';
import { readResultRows } from './read-result-rows.js';
import { RESULT_COLUMNS, type ResultRow, renderResultRows } from './result-row.js';
import { renderSummary } from './summary-text.js';

const row = (over: Partial<ResultRow> = {}): ResultRow => ({
  workload: 'events',
  memoryMb: 512,
  batchOrMultipart: 10,
  reservedConcurrency: 10,
  runId: 'run_1764000000000_abc123',
  p95Ms: 20,
  throughputObjPerSec: 100,
  bytesSum: 10_240,
  ...over,
});

const problemsOf = (text: string): readonly string[] => {
  try {
    readResultRows('results.csv', text);
    return [];
  } catch (error) {
    return (error as { problems: readonly string[] }).problems;
  }
};

describe('the results file', () => {
  it('has the columns of the original', () => {
    expect(renderResultRows([row()])).toBe(
      'workload,memory_mb,batch_or_multipart,reserved_concurrency,run_id,p95_ms,throughput_obj_per_s,bytes_sum\n' +
        'events,512,10,10,run_1764000000000_abc123,20,100,10240\n',
    );
  });

  it('reads back what it writes', () => {
    const rows = fc.array(
      fc.record<ResultRow>({
        workload: fc.constantFrom('events', 'batch'),
        memoryMb: fc.nat(10_240),
        batchOrMultipart: fc.nat(5120),
        reservedConcurrency: fc.nat(1000),
        runId: fc.stringMatching(/^[\w.:-]{1,40}$/),
        p95Ms: fc.nat(1e9).map((us) => us / 1000),
        throughputObjPerSec: fc.nat(1e9).map((n) => n / 1000),
        bytesSum: fc.nat(),
      }),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(rows, (some) => {
        expect(readResultRows('x', renderResultRows(some))).toEqual(some);
      }),
    );
  });

  it('takes other writers’ ways: order, quotes, CRLF, a byte order mark, columns of their own', () => {
    const header = `note,${[...RESULT_COLUMNS].reverse().join(',')}`;
    const text = `\uFEFF${header}\r\n"a ""b"", c",10240,100,20,run_1764000000000_abc123,10,10,512,events\r\n\r\n`;
    expect(readResultRows('results.csv', text)).toEqual([row()]);
  });

  it('names every problem with its line', () => {
    const header = RESULT_COLUMNS.join(',');
    expect(problemsOf('')).toEqual(['1: the file is empty']);
    expect(problemsOf('workload,memory_mb\nevents,512\n')).toEqual([
      '1: the columns batch_or_multipart, reserved_concurrency, run_id, p95_ms, throughput_obj_per_s, bytes_sum missing',
    ]);
    expect(problemsOf(`${header}\n`)).toEqual(['1: there is no row below the header']);
    expect(
      problemsOf(
        `${header}\nevents,512,10,10,r,20,100,1\nlogs,x,10,1.5,r,-1,100,1\n\nevents,512,10\nbatch,512,8,0,"r\n`,
      ),
    ).toEqual([
      "3: workload must be events or batch, got 'logs'",
      "3: memory_mb must be a whole number of at least 0, got 'x'",
      "3: reserved_concurrency must be a whole number of at least 0, got '1.5'",
      "3: p95_ms must be a number of at least 0, got '-1'",
      '5: has 3 fields, the header 8',
      '6: a quotation mark is never closed',
      '6: has 5 fields, the header 8',
    ]);
  });
});

describe('summaries of a results file', () => {
  const summaries = summariesOfRows([
    row({ p95Ms: 10 }),
    row({ p95Ms: 100 }),
    row({ p95Ms: 20 }),
    row({ memoryMb: 1024, batchOrMultipart: 100, p95Ms: 7 }),
    row({ workload: 'batch', batchOrMultipart: 8, p95Ms: 900, bytesSum: 3e8 }),
  ]);

  it('show the median of the trials’ p95, and say so', () => {
    expect(renderP95Analysis(summaries).split('\n')).toEqual([
      'workload,memory_mb,batch_or_multipart,reserved_concurrency,trials,p95_ms,p95_low_ms,p95_high_ms,p95_of',
      'batch,512,8,10,1,900,,,median of trials',
      'events,512,10,10,3,20,10,100,median of trials',
      'events,1024,100,10,1,7,,,median of trials',
      '',
    ]);
  });

  it('turn into a pivot of workload and memory by factor', () => {
    expect(renderPivot(summaries)).toBe(
      'workload,memory_mb,8,10,100\nevents,512,,20,\nevents,1024,,,7\nbatch,512,900,,\n',
    );
  });

  it('say what a results file does not hold instead of making it up', () => {
    const text = renderSummary(summaries);
    expect(text).toMatch(/invocations +not in a results CSV/);
    expect(text).toMatch(/p99 +not in a results CSV/);
    expect(text).toMatch(/bytes stored +300040960 \(300\.0 MB\)/);
    expect(text.split('\n').every((line) => line.length <= 80)).toBe(true);
  });
});
