import type { TrialRecord } from '@benchwright/result-schema';
import { describe, expect, test } from 'vitest';
import type { ServerHistogram } from './server-histogram.js';
import { SERVER_EVIDENCE, serverEvidence, serverTimes, serverTimesText } from './trial-server-figures.js';

const histogram = (endpoint: string, count: number, sumNs: number): ServerHistogram => ({
  labels: { endpoint },
  count,
  sumNs,
  buckets: [
    { upToNs: 5e6, count: count - 1 },
    { upToNs: Number.POSITIVE_INFINITY, count },
  ],
});

/** A trial of 100 requests of 6 ms by the client's clock; only what is read of it is there. */
function trial(histograms: readonly ServerHistogram[], sent = 100): TrialRecord {
  const evidence = { [SERVER_EVIDENCE]: JSON.parse(JSON.stringify(serverEvidence(histograms))) };
  const found = { counts: { sent }, distributions: { serviceTimeNs: { count: sent, mean: 6e6 } }, evidence };
  return found as unknown as TrialRecord;
}

describe('what the server said of a trial', () => {
  test('is its mean beside the client’s, with the buckets of its percentiles; the scrapes are left out', () => {
    const trials = [400e6, 420e6].map((sum) =>
      trial([histogram('/verify', 100, sum), histogram('/metrics', 9, 1e6)]),
    );
    const metrics = serverTimes(trials);
    expect(metrics.serverHandlerNs?.perTrial).toEqual([4e6, 4.2e6]);
    expect(metrics.outsideHandlerNs?.perTrial).toEqual([2e6, expect.closeTo(1.8e6, 3)]);
    expect(serverTimesText(metrics)).toBe(
      'mean 4.100 ms in the handler, 1.900 ms outside it; in the handler p50 0 ns to 5.000 ms, p95 0 ns to 5.000 ms, p99 0 ns to 5.000 ms',
    );
  });

  test('is left out where it counted others, where a trial has none, or where there is nothing', () => {
    const good = trial([histogram('/verify', 100, 400e6)]);
    expect(serverTimes([good, trial([histogram('/verify', 150, 400e6)])])).toEqual({});
    expect(serverTimes([good, trial([histogram('/metrics', 1, 1)])])).toEqual({});
    expect(serverTimes([])).toEqual({});
    expect(serverTimesText({})).toBeNull();
  });
});
