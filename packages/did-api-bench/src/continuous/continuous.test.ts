import { createRealClock, VirtualClock } from '@benchwright/load-driver';
import { followSeries } from '@benchwright/report';
import { createRandom } from '@benchwright/stats';
import { describe, expect, test } from 'vitest';
import { readMetricsCsv } from './metrics-csv.js';
import { metricsSeries } from './metrics-series.js';
import { type ContinuousOptions, runContinuously } from './run-continuously.js';

const MINUTE = 60e9;

/** Runs that take virtual time: `lastsNs` each. */
function simulation(clock: VirtualClock, lastsNs: (index: number) => number) {
  const begins: number[] = [];
  const controller = new AbortController();
  const failed: unknown[] = [];
  const options = (more: Partial<ContinuousOptions>): ContinuousOptions => ({
    everyNs: 15 * MINUTE,
    durationNs: 60 * MINUTE,
    clock,
    signal: controller.signal,
    run: async (index) => {
      begins.push(clock.nowNs() / MINUTE);
      await new Promise<void>((resolve) => clock.createWaker(resolve).wakeAt(clock.nowNs() + lastsNs(index)));
      return true;
    },
    onFailure: (error) => void failed.push(error),
    ...more,
  });
  return { begins, controller, failed, options };
}

describe('every so often', () => {
  test('by the clock: a day of every 15 minutes is 96 runs', async () => {
    const clock = new VirtualClock();
    const { begins, options } = simulation(clock, () => MINUTE);
    const done = runContinuously(options({ durationNs: 24 * 60 * MINUTE }));
    expect(await clock.runUntil(done, 25 * 3600e9)).toEqual({ runs: 96, failures: 0, missed: 0 });
    expect([begins[0], begins[1], begins[95]]).toEqual([0, 15, 95 * 15]);
  });

  test('a run that takes too long costs the times that it covers', async () => {
    const clock = new VirtualClock();
    const { begins, options } = simulation(clock, (index) => (index === 0 ? 31 : 1) * MINUTE);
    expect(await clock.runUntil(runContinuously(options({})))).toEqual({ runs: 2, failures: 0, missed: 2 });
    expect(begins).toEqual([0, 45]);
  });

  test('a run that fails is told, and the next one made; when it is the first, that is all', async () => {
    const clock = new VirtualClock();
    const { failed, options } = simulation(clock, () => 0);
    const gone = new Error('gone');
    const throwing = (when: number) => async (index: number) => {
      if (index === when) throw gone;
      return true;
    };
    const done = runContinuously(options({ run: throwing(1) }));
    expect(await clock.runUntil(done)).toEqual({ runs: 4, failures: 1, missed: 0 });
    expect(failed).toEqual([gone]);
    await expect(runContinuously(options({ run: throwing(0) }))).rejects.toThrow('gone');
    const none = runContinuously(options({ run: async () => false }));
    expect(await none).toEqual({ runs: 1, failures: 1, missed: 0 });
    const later = runContinuously(options({ run: async (index) => index !== 2 }));
    expect(await clock.runUntil(later)).toEqual({ runs: 4, failures: 1, missed: 0 });
    expect(failed).toEqual([gone, undefined]);
  });

  test('an abort while it waits ends it at once', async () => {
    const { controller, options } = simulation(new VirtualClock(), () => 0);
    const clock = createRealClock();
    const done = runContinuously(options({ clock, run: async () => true, onWait: () => controller.abort() }));
    expect(await done).toEqual({ runs: 1, failures: 0, missed: 0 });
  });
});

describe('metrics.csv', () => {
  const HEADER = 'timestamp,rps,cell,p50_ms,p95_ms,p99_ms,max_ms,error_share,verdict,run';

  test('of this package: rows of a failed run are left out, those of an invalid one not followed', () => {
    const text = `${HEADER}
20261121-010203,1000,health,1,2,3,4,0,valid,r1
20261121-011703,,,,,,,,failed,
20261121-013203,500,health,9,9,9,9,0.5,invalid,r2
20261121-014703,1010,health,1.5,2,3,4,0,suspect,r3
`;
    const rows = readMetricsCsv('m.csv', text);
    expect(rows.map(({ run }) => run)).toEqual(['r1', 'r2', 'r3']);
    const series = metricsSeries('m.csv', rows);
    expect(series.map(({ name }) => `${name.statistic} ${name.metric}`)).toEqual([
      'mean requestsPerSec',
      'p50 responseTimeNs',
      'p95 responseTimeNs',
      'p99 responseTimeNs',
    ]);
    expect(series[1]).toMatchObject({
      invalidRuns: 1,
      points: [
        { value: 1e6, suspect: false },
        { value: 1.5e6, suspect: true },
      ],
    });
  });

  test('of the guide: timestamp and rate, no header', () => {
    const rows = readMetricsCsv('m.csv', '20261121-010203,1234.5\n20261122-010203,1200\n');
    expect(rows.map(({ startedAt, rps }) => [startedAt, rps])).toEqual([
      ['2026-11-21T01:02:03.000Z', 1234.5],
      ['2026-11-22T01:02:03.000Z', 1200],
    ]);
    expect(metricsSeries('m.csv', rows)).toHaveLength(1);
  });

  test.each([
    ['day,rps\n1,2\n', /m\.csv:1: 'day,rps' is no row of metrics/],
    [`timestamp,cpu,mem\n`, /m\.csv:1: its columns are 'timestamp,cpu,mem'/],
    [`${HEADER}\n20261121-010203,fast\n`, /m\.csv:2: /],
    ['20261399-010203,1\n', /m\.csv:1: /],
  ])('of another form is refused: %j', (text, message) => {
    expect(() => readMetricsCsv('m.csv', text)).toThrow(
      expect.objectContaining({ code: 'ERR_CSV_FORM', message: expect.stringMatching(message) }),
    );
  });

  test('three milliseconds more from the 20th run on are found where they begin', () => {
    const random = createRandom(7);
    const lines = Array.from({ length: 40 }, (_, i) => {
      const p95 = (i < 20 ? 12 : 15) + random.nextFloat() * 0.6;
      const time = new Date(Date.UTC(2026, 10, 1, i))
        .toISOString()
        .slice(0, 19)
        .replaceAll(/[-:]/g, '')
        .replace('T', '-');
      return `${time},${1000 + random.nextFloat() * 20},verify,5,${p95.toFixed(3)},20,30,0,valid,run${i}`;
    });
    const followed = followSeries(
      metricsSeries('m.csv', readMetricsCsv('m.csv', `${HEADER}\n${lines.join('\n')}\n`)),
      [],
    );
    const changed = followed.filter(({ changes }) => changes.length > 0);
    expect(changed.map(({ series }) => series.name.statistic)).toEqual(['p95']);
    expect(changed[0]!.changes).toMatchObject([
      { verdict: 'regressed', open: true, first: { run: 'run20' } },
    ]);
  });
});
