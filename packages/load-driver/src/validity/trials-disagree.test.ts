import type { TrialRecord } from '@benchwright/result-schema';
import { createRandom, type Random } from '@benchwright/stats';
import { describe, expect, it } from 'vitest';
import { LatencyDistribution } from '../record/latency-distribution.js';
import { trialFixture } from '../test-support/trial-fixture.js';
import { trialsDisagree } from './trials-disagree.js';

const base = trialFixture({ responsesNs: [1e6] });

function trialAround(trial: number, medianNs: number, spread: number, random: Random, n = 1000): TrialRecord {
  const responses = new LatencyDistribution('due');
  for (let i = 0; i < n; i++) responses.record(medianNs * Math.exp(random.nextNormal(0, spread)));
  return { ...base, trial, distributions: { responseTimeNs: responses.toRecord()! } };
}

const cellOf = (mediansNs: readonly number[], spread = 0.3): TrialRecord[] => {
  const random = createRandom(1);
  return mediansNs.map((median, trial) => trialAround(trial, median, spread, random));
};

describe('trialsDisagree', () => {
  it('is silent about trials that agree, about a single one, and about one without answers', () => {
    expect(trialsDisagree(cellOf([1e6, 1.02e6, 0.99e6, 1.01e6, 1e6]))).toBeNull();
    expect(trialsDisagree(cellOf([1e6]))).toBeNull();
    expect(trialsDisagree([...cellOf([1e6, 2e6]), { ...base, distributions: {} }])).toBeNull();
  });

  it('sees one trial that is a different story', () => {
    const reason = trialsDisagree(cellOf([1e6, 1.01e6, 1.5e6, 0.99e6, 1e6]));
    expect(reason).toMatchObject({ code: 'TRIALS_DISAGREE', verdict: 'suspect' });
    expect(reason?.text).toMatch(/scatters by 2\d %/);
    // The interval of such trials is as wide as they are apart: it needs no verdict to keep it from being believed.
    expect(trialsDisagree(cellOf([1e6, 4e6, 1e6]))).toMatchObject({ verdict: 'suspect' });
  });

  it('does not blame the trials for what chance within them explains', () => {
    const random = createRandom(5);
    // A dozen answers each, spread over a decade: their medians differ wildly and mean nothing.
    const tiny = Array.from({ length: 5 }, (_, trial) => trialAround(trial, 1e6, 1, random, 12));
    expect(trialsDisagree(tiny)).toBeNull();
  });

  it('sees warm-up that goes on over the trials, and a target that fills up', () => {
    expect(trialsDisagree(cellOf([1.25e6, 1.15e6, 1.08e6, 1.03e6, 1e6]))).toMatchObject({
      text: expect.stringMatching(/fell from trial to trial, by 2\d %/),
      hint: expect.stringContaining('warm up longer'),
    });
    expect(trialsDisagree(cellOf([4e6, 3e6, 2e6, 1.5e6, 1e6]))).toMatchObject({ verdict: 'invalid' });
    expect(trialsDisagree(cellOf([1e6, 1.04e6, 1.08e6, 1.12e6, 1.16e6]))?.text).toContain('rose');
    expect(trialsDisagree(cellOf([1e6, 1.01e6, 1.02e6, 1.03e6, 1.04e6]))).toBeNull();
  });

  it.each([
    ['no effect of the trial', 0, 0.3],
    ['trials that differ by 2 %', 0.02, 0.3],
    ['trials that differ by 3 %, wide requests', 0.03, 0.6],
  ])('raises a false alarm in at most one cell of a hundred: %s', (_name, between, within) => {
    const random = createRandom(11);
    const cells = 200;
    let alarms = 0;
    for (let cell = 0; cell < cells; cell++) {
      const trials = Array.from({ length: 5 }, (_, trial) =>
        trialAround(trial, 1e6 * Math.exp(random.nextNormal(0, between)), within, random, 300),
      );
      if (trialsDisagree(trials) !== null) alarms++;
    }
    expect(alarms / cells).toBeLessThanOrEqual(0.01);
  });
});
