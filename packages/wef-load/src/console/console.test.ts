import { describe, expect, it } from 'vitest';
import { DelayDistribution } from '../verify/delay-distribution.js';
import type { StoredReport } from '../verify/stored-report.js';
import { bannerLines } from './banner.js';
import { ProgressLines } from './progress-lines.js';
import { closingLines, type ResultFacts, resultLines } from './results-text.js';
import { verificationLines } from './verification-text.js';

const SUSTAINED = {
  events: null,
  durationSecs: 60,
  batchSize: 1000,
  ratePerSec: 10_000,
  load: null,
  eventType: 4624,
  wire: 'seed',
  verifyS3: true,
} as const;

describe('the banner', () => {
  it('is that of the original', () => {
    expect(bannerLines(SUSTAINED).join('\n')).toBe(`${'='.repeat(70)}
PERFORMANCE TEST: Target Rate Event Ingestion
${'='.repeat(70)}
Test duration: 60 seconds
Expected events: ~600,000
Batch size: 1000
Target rate: 10,000 events/second
Event type: 4624 (single type)
Wire form: seed
S3 verification: Enabled
`);
  });

  it('says what there is no limit to', () => {
    const baseline = {
      ...SUSTAINED,
      events: 50_000,
      durationSecs: null,
      ratePerSec: null,
      eventType: null,
      verifyS3: false,
    };
    expect(bannerLines(baseline).slice(1, -1)).toEqual([
      'PERFORMANCE TEST: Baseline Event Ingestion',
      '='.repeat(70),
      'Total events: 50,000',
      'Batch size: 1000',
      'Target rate: Unlimited',
      'Event type: mixed',
      'Wire form: seed',
    ]);
    const stages = { ...baseline, events: null, load: '0-100k/s:30s' };
    expect(bannerLines(stages)).toContain('PERFORMANCE TEST: Target Rate Event Ingestion');
    expect(bannerLines(stages)).toContain('Target rate: 0-100k/s:30s');
    expect(bannerLines({ ...baseline, events: null, durationSecs: 5 })).not.toContain('Expected events: ~0');
  });
});

describe('progress', () => {
  it('is a line for each 100,000 events, however they come', () => {
    const lines = new ProgressLines();
    const at = (events: number, secs: number, left: number | null) =>
      lines.lineAt({ events, elapsedNs: secs * 1e9, remainingNs: left === null ? null : left * 1e9 });
    expect(at(95_000, 10, 50)).toBeNull();
    expect(at(104_000, 11, 49)).toBe(
      '  Progress: 100,000 events sent - Current rate: 9454.5 events/sec - Remaining: 49s',
    );
    expect(at(199_999, 20, 40)).toBeNull();
    expect(at(450_000, 40, null)).toBe('  Progress: 400,000 events sent - Current rate: 11250.0 events/sec');
    expect(at(10_000, 1, 9)).toBeNull();
    expect(at(100_000, 9, 1)).toMatch(/^ {2}Progress: 100,000/);
  });
});

const RESULT: ResultFacts = {
  totalSecs: 60.07,
  eventsSent: 570_000,
  eventsAcknowledged: 569_000,
  eventsReceived: 569_000,
  okBatches: 569,
  failedBatches: 1,
  sentPerSec: 9489.41,
  receivedPerSec: 9472.28,
  targetPerSec: 10_000,
};

describe('results', () => {
  it('are those of the original, and what was acknowledged', () => {
    expect(resultLines(RESULT).slice(3)).toEqual([
      'Total time: 60.07 seconds',
      'Events sent: 570,000',
      'Events acknowledged: 569,000',
      'Events received (by server): 569,000',
      'Successful batches: 569',
      'Failed batches: 1',
      '',
      'Overall ingestion rate: 9489.41 events/second',
      'Server processing rate: 9472.28 events/second',
    ]);
    expect(resultLines({ ...RESULT, eventsReceived: null })).toContain(
      'Events received (by server): not known',
    );
  });

  it('end with the verdict and its reasons', () => {
    expect(closingLines(RESULT, 'failed', ['1 batch failed', 'too slow'])).toEqual([
      '✗ Performance test failed',
      '  - 1 batch failed',
      '  - too slow',
      '  Duration: 60.07 seconds',
      '  Events sent: 570,000',
      '  Target rate maintained: 94.7%',
    ]);
    const long =
      "wef: the hypervisor gave 20 % of this machine's CPU time to others (limit 5.0 %) [CPU_STEAL]";
    expect(closingLines(RESULT, 'invalid', [long, 'x'.repeat(90)]).slice(1, 4)).toEqual([
      "  - wef: the hypervisor gave 20 % of this machine's CPU time to others (limit",
      '    5.0 %) [CPU_STEAL]',
      `  - ${'x'.repeat(90)}`,
    ]);
    expect(closingLines({ ...RESULT, targetPerSec: null }, 'passed', [])).toEqual([
      '✓ Performance test completed successfully',
      '  Duration: 60.07 seconds',
      '  Events sent: 570,000',
    ]);
  });
});

const nothing = { count: 0, ranges: [] };

function report(more: Partial<StoredReport> = {}): StoredReport {
  const delays = new DelayDistribution();
  delays.add(250, 990);
  delays.add(5200, 10);
  return {
    bucket: 'wef-events',
    prefix: '',
    runTag: '0123abcd',
    complete: true,
    waitedMs: 1500,
    looks: 4,
    identity: 'record_id',
    files: { count: 12, bytes: 21_946_695, largestBytes: 2_400_000, samples: ['event_type=4624/a.parquet'] },
    events: {
      ...{ rows: 1000, distinct: 1000, firstId: 1, lastId: 1000, acknowledged: 1000, offered: 1000 },
      ...{ missing: nothing, duplicated: nothing, foreign: nothing, corrupt: nothing, late: nothing },
      ...{ unacknowledged: 0, outOfOrder: 0, unidentified: 0, ofOthers: 0 },
    },
    stale: { files: 0, rows: 0 },
    endToEndDelay: delays.toRecord(),
    arrivalDelay: null,
    problems: [],
    ...more,
  };
}

describe('the verification', () => {
  it('shows what was proved', () => {
    expect(verificationLines(report()).slice(3)).toEqual([
      '✓ S3 files verified successfully',
      '  Files found: 12',
      '  Total size: 20.93 MB',
      '  Sample files:',
      '    event_type=4624/a.parquet',
      '    ...',
      '  Rows: 1,000, distinct events: 1,000, record ids 1 to 1,000',
      '  Acknowledged events: 1,000',
      '  Missing: 0 - Duplicated: 0 - Foreign: 0 - Corrupt: 0 - Late: 0',
      expect.stringMatching(/^ {2}Due to visible in S3: p50 250\.\d ms - p99 25\d\.\d ms - max 5\.20 s$/),
      '  Waited: 1.5 s, looked 4 times',
      '='.repeat(70),
    ]);
  });

  it('names every problem, and what is beside the point', () => {
    const lines = verificationLines(
      report({
        problems: [{ code: 'EVENTS_MISSING', text: '2 events acknowledged but not stored: 41–42' }],
        stale: { files: 3, rows: 70 },
        looks: 1,
        endToEndDelay: null,
        files: { count: 0, bytes: 0, largestBytes: 0, samples: [] },
        events: { ...report().events, unacknowledged: 5, outOfOrder: 2, firstId: null, lastId: null },
      }),
    );
    expect(lines).toContain('✗ S3 verification failed: 1 problem');
    expect(lines).toContain('  2 events acknowledged but not stored: 41–42 [EVENTS_MISSING]');
    expect(lines).toContain('  Stored though not acknowledged: 5');
    expect(lines).toContain('  Out of order within their machine: 2');
    expect(lines).toContain('  Files of earlier runs, not counted: 3 (70 rows seen)');
    expect(lines.at(-2)).toBe('  Waited: 1.5 s, looked once');
    expect(lines.every((line) => line.length <= 80)).toBe(true);
  });
});
