import { decodeFromCompressedBase64, HistogramLogReader } from 'hdr-histogram-js';
import { describe, expect, test } from 'vitest';
import { type ReportInput, reportInputOf } from '../input/report-input.js';
import { hostileResult, realInput } from '../testing/fixtures.js';
import { renderHlog } from './render-hlog.js';

/** Everything that HdrHistogram's own reader finds in a log. */
function read(input: ReportInput) {
  const reader = new HistogramLogReader(renderHlog(input), 64, false);
  const found = [];
  for (let next = reader.nextIntervalHistogram(); next != null; next = reader.nextIntervalHistogram()) {
    found.push(next);
  }
  return found;
}

describe('the log of a run with records', () => {
  const input = realInput();
  const found = read(input);

  test('has a line per trial and cell, with the counts of the trials', () => {
    const tags = ['rest', 'rest:service', 'grpc', 'grpc:service'];
    expect([...new Set(found.map(({ tag }) => tag))].sort()).toEqual(tags.sort());
    for (const { id, counts } of input.result.cells) {
      const own = found.filter(({ tag }) => tag === id);
      expect(own.length).toBe(5);
      expect(own.reduce((sum, { totalCount }) => sum + totalCount, 0)).toBe(counts.ok);
    }
  });

  test('has the distribution that the result has, to the bucket', () => {
    for (const { id, metrics } of input.result.cells) {
      // Adding changes a histogram's times, so these are read for this test alone.
      const [first, ...rest] = read(input).filter(({ tag }) => tag === id);
      for (const other of rest) first?.add(other);
      const whole = decodeFromCompressedBase64(metrics.responseTimeNs?.histogram ?? '', 64, false);
      for (const p of [50, 90, 99, 99.9, 100]) {
        expect(first?.getValueAtPercentile(p)).toBe(whole.getValueAtPercentile(p));
      }
    }
  });

  test('says when and how long, so that counts become rates', () => {
    const starts = found.map(({ startTimeStampMsec }) => startTimeStampMsec);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    const [trial] = input.trials;
    const line = found.find(({ tag }) => tag === trial?.cell);
    expect(line?.startTimeStampMsec).toBeCloseTo(trial?.startedAtMs ?? 0, -1);
    expect((line?.endTimeStampMsec ?? 0) - (line?.startTimeStampMsec ?? 0)).toBeCloseTo(
      (trial?.durationNs ?? 0) / 1e6,
      0,
    );
  });
});

test('intervals are logged one by one where the records have them, the last as long as it was', () => {
  const base = realInput();
  const trial = base.trials[0]!;
  const histogram = trial.histograms.responseTimeNs!;
  const split = {
    ...trial,
    durationNs: 2.5e9,
    intervalNs: 1e9,
    intervalHistograms: [histogram, '', histogram],
  };
  const rows = renderHlog({ ...base, trials: [split] })
    .split('\n')
    .filter((row) => /^Tag=[^:,]+,/.test(row));
  expect(rows.map((row) => row.split(',')[2])).toEqual(['1.000', '0.500']);
});

test('without records a cell is a line as long as its answers took at its rate', () => {
  const { result } = realInput();
  const found = read(reportInputOf(result));
  expect(found.length).toBe(4);
  const { counts, metrics } = result.cells[0]!;
  const lengthMs = (found[0]?.endTimeStampMsec ?? 0) - (found[0]?.startTimeStampMsec ?? 0);
  expect(lengthMs).toBeCloseTo((counts.ok / (metrics.requestsPerSec?.estimate ?? 1)) * 1000, -1);
});

test('a hostile cell cannot end its tag or its line', () => {
  const real = realInput().result;
  const cells = real.cells.map((cell) => ({ ...cell, id: hostileResult().cells[0]!.id }));
  expect(read(reportInputOf({ ...real, cells })).length).toBe(4);
});
