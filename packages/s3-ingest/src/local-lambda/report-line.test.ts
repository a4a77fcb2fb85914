import { describe, expect, it } from 'vitest';
import { formatReportLine, parseReportLine } from './report-line.js';

const FULL = {
  requestId: '8f5b1c9e-0000-4000-8000-000000000001',
  durationMs: 12.34,
  billedDurationMs: 163,
  memorySizeMb: 512,
  maxMemoryUsedMb: 80,
  initDurationMs: 150.12,
  status: 'error',
  errorType: 'Runtime.ExitError',
  enforcement: { memory: 'cgroup-v2', cpu: 'not enforced' },
} as const;

describe('REPORT lines', () => {
  it('are written as Lambda writes them, with how limits were kept behind', () => {
    expect(formatReportLine(FULL).split('\t')).toEqual([
      'REPORT RequestId: 8f5b1c9e-0000-4000-8000-000000000001',
      'Duration: 12.34 ms',
      'Billed Duration: 163 ms',
      'Memory Size: 512 MB',
      'Max Memory Used: 80 MB',
      'Init Duration: 150.12 ms',
      'Status: error',
      'Error Type: Runtime.ExitError',
      'Memory Limit: cgroup-v2',
      'CPU Limit: not enforced',
      '',
    ]);
  });

  it('are read back', () => {
    expect(parseReportLine(formatReportLine(FULL))).toEqual(FULL);
  });

  it("of AWS are read out of a log's tail, the last one of them", () => {
    const log = [
      'REPORT RequestId: 1\tDuration: 1.00 ms\tBilled Duration: 1 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\t',
      'START RequestId: 2 Version: $LATEST',
      'END RequestId: 2',
      'REPORT RequestId: 2\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 71 MB\tStatus: timeout',
      'XRAY TraceId: 1-2-3\tSegmentId: 4',
      '',
    ].join('\n');
    expect(parseReportLine(log)).toEqual({
      requestId: '2',
      durationMs: 3000,
      billedDurationMs: 3000,
      memorySizeMb: 128,
      maxMemoryUsedMb: 71,
      status: 'timeout',
    });
  });

  it.each(['', 'START RequestId: 1', 'REPORT RequestId: 1\tDuration: x ms', 'REPORT RequestId: 1'])(
    'are none in %j',
    (log) => {
      expect(parseReportLine(log)).toBeNull();
    },
  );
});
