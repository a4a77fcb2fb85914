import { trialRecordSchema } from '@benchwright/result-schema';
import { createRandom } from '@benchwright/stats';
import { describe, expect, it } from 'vitest';
import { OutcomeTable } from '../transport/outcome-table.js';
import { histogramOf } from './read-distribution.js';
import { TrialRecorder } from './trial-recorder.js';

function recorder(): { recorder: TrialRecorder; outcomes: OutcomeTable } {
  const outcomes = new OutcomeTable();
  return { recorder: new TrialRecorder(outcomes, 0), outcomes };
}

describe('TrialRecorder', () => {
  it('counts response time from due, service time from send, and their difference as send lag', () => {
    const { recorder: r } = recorder();
    r.offered(1_000, 1_000);
    r.completed(1_000, 0, 50, 200, 120, 4_000, 9_000, 10_000);
    const { responseTimeNs, serviceTimeNs, sendLagNs, firstByteNs, downloadNs } = r.distributions();
    expect(responseTimeNs?.mean).toBe(9_000);
    expect(serviceTimeNs?.mean).toBe(6_000);
    expect(sendLagNs?.mean).toBe(3_000);
    expect(firstByteNs?.mean).toBe(5_000);
    expect(downloadNs?.mean).toBe(1_000);
    expect(responseTimeNs?.measuredFrom).toBe('due');
    expect(serviceTimeNs?.measuredFrom).toBe('send');
    expect(r.bytes()).toEqual({ out: 50, in: 200, body: 120 });
  });

  it('keeps failures out of the latency of answers', () => {
    const { recorder: r, outcomes } = recorder();
    r.completed(0, 0, 10, 10, 5, 0, 1, 1_000_000);
    r.completed(0, outcomes.codeOf('CONNECT_REFUSED'), 0, 0, 0, 0, -1, 10);
    r.completed(0, outcomes.codeOfHttpStatus(503), 10, 30, 20, 0, 5, 20);
    const { responseTimeNs, failureTimeNs } = r.distributions();
    expect(responseTimeNs?.count).toBe(1);
    expect(failureTimeNs?.count).toBe(2);
    expect(r.counts()).toMatchObject({
      sent: 3,
      ok: 1,
      failed: 2,
      errors: { CONNECT_REFUSED: 1, HTTP_503: 1 },
    });
    expect(r.bytes().body).toBe(5);
  });

  it('puts each second in its place, empty ones included', () => {
    const { recorder: r } = recorder();
    for (const dueNs of [0, 0.5e9, 3.2e9]) r.offered(dueNs, dueNs);
    r.completed(0, 0, 0, 0, 0, 0, 0, 0.1e9);
    r.completed(0.5e9, 0, 0, 0, 0, 0.5e9, 1, 3.1e9);
    r.completed(3.2e9, 0, 0, 0, 0, 3.2e9, 1, 3.3e9);
    const series = r.series();
    expect(series.offered).toEqual([2, 0, 0, 1]);
    expect(series.ok).toEqual([1, 0, 0, 2]);
    expect(series.responseMaxNs.map((ns) => ns / 1e9)).toEqual([0.1, 0, 0, expect.closeTo(2.6, 5)]);
    expect(series.responseP99Ns[3]! / 1e9).toBeCloseTo(2.6, 1);
  });

  it('gives the same record whether answers are recorded in batches or one by one', () => {
    const { recorder: batched, outcomes } = recorder();
    const single = new TrialRecorder(outcomes, 0);
    const wrong = outcomes.codeOfHttpStatus(500);
    const random = createRandom(11);
    for (let i = 0; i < 1000; i++) {
      const dueNs = i * 3e6;
      const sentNs = dueNs + (i % 3 === 0 ? 0 : random.nextFloat() * 1e5);
      const endNs = sentNs + random.nextExponential() * 2e6;
      const firstByteNs = i % 5 === 0 ? -1 : sentNs + (endNs - sentNs) / 2;
      for (const r of [batched, single]) {
        r.offered(dueNs, sentNs);
        r.completed(dueNs, i % 97 === 0 ? wrong : 0, 10, 20, 5, sentNs, firstByteNs, endNs);
      }
      single.responseQuantileNs(0.5);
    }
    expect(batched.series()).toEqual(single.series());
    expect(batched.counts()).toEqual(single.counts());
    for (const [name, distribution] of Object.entries(single.distributions())) {
      const { mean, m2, ...exact } = distribution;
      expect(batched.distributions()[name]).toMatchObject(exact);
      expect(batched.distributions()[name]!.mean / mean).toBeCloseTo(1, 12);
      expect(batched.distributions()[name]!.m2 / m2).toBeCloseTo(1, 9);
    }
  });

  it('counts the arrivals of a second where they belong when a few come out of order', () => {
    const { recorder: r } = recorder();
    for (const dueNs of [0.9e9, 1.1e9, 0.95e9, 2.5e9, 1.2e9]) r.offered(dueNs, dueNs);
    expect(r.series().offered).toEqual([2, 2, 1]);
  });

  it('writes distributions that the record schema takes and that decode to the same counts', () => {
    const { recorder: r } = recorder();
    for (let i = 1; i <= 1000; i++) r.completed(0, 0, 1, 1, 1, 0, i * 500, i * 1000);
    const distribution = trialRecordSchema.shape.distributions.parse(r.distributions()).responseTimeNs!;
    const histogram = histogramOf(distribution);
    expect(histogram.count).toBe(1000);
    expect(histogram.quantileValue(0.99) / 990_000).toBeCloseTo(1, 2);
    expect(distribution.mean).toBeCloseTo(500_500, 6);
  });
});
