import { createDriver, createSimulatedTransport, OutcomeTable, VirtualClock } from '@benchwright/load-driver';
import type { TrialRecord } from '@benchwright/result-schema';
import { expect, it } from 'vitest';
import { FIGURES } from '../runner/trial-figures.js';
import { METRICS } from './metric-names.js';
import { suiteMetrics } from './suite-metrics.js';

/** A trial of ten requests in virtual time, with figures as the runner leaves them. */
async function trialWith(extra: Record<string, number>): Promise<TrialRecord> {
  const clock = new VirtualClock();
  const transport = createSimulatedTransport({ slots: 1, clock, serviceNs: () => 1e6 });
  const driver = await createDriver({ transport, clock, outcomes: new OutcomeTable(), drainTimeoutNs: 1e9 });
  const ctx = { signal: new AbortController().signal, events: () => {}, trialSeed: 1 };
  const load = { model: 'iterations', count: 10, concurrency: 1 } as const;
  return await clock.runUntil(
    driver.runTrial({ cell: 'a', trial: 0, load, warmup: null, ctx, extra: () => extra }),
  );
}

it('keeps a figure that one failed trial lacks, says so, and pairs nothing by trial number', async () => {
  const answered = { [FIGURES.ran]: 10, [FIGURES.s3Requests]: 10 };
  const whole = await trialWith(answered);
  const failed = await trialWith({});
  const all = suiteMetrics([whole, whole, whole])[METRICS.s3Requests];
  expect(all).toMatchObject({ estimate: 1, n: 3, perTrial: [1, 1, 1] });
  const some = suiteMetrics([whole, failed, whole])[METRICS.s3Requests];
  expect(some).toMatchObject({ estimate: 1, n: 2 });
  expect(some?.perTrial).toBeUndefined();
  expect(some?.warnings.map(({ code, text }) => `${code}: ${text}`)).toContain(
    'TRIALS_WITHOUT_FIGURE: 1 of 3 trials have no such figure: no invocation of theirs succeeded',
  );
  expect(suiteMetrics([failed, failed])[METRICS.s3Requests]).toBeUndefined();
});
