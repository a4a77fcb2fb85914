import type { Load, TrialRecord } from '@benchwright/result-schema';
import { createRandom, type Random } from '@benchwright/stats';
import { describe, expect, it } from 'vitest';
import { trialFixture } from '../test-support/trial-fixture.js';
import { notSteady } from './not-steady.js';

const base = trialFixture({ responsesNs: [1e6] });

/** A trial whose seconds were these. */
function trialOf(p50sNs: readonly number[], okPerSec: readonly number[], load?: Load): TrialRecord {
  const seconds = p50sNs.length;
  return {
    ...base,
    load: load ?? { model: 'closed', concurrency: 1, durationNs: seconds * 1e9 },
    durationNs: seconds * 1e9,
    series: {
      ...base.series,
      offered: [...okPerSec],
      ok: [...okPerSec],
      failed: okPerSec.map(() => 0),
      responseP50Ns: [...p50sNs],
    },
  };
}

const steady = (n: number, value: number): number[] => Array.from({ length: n }, () => value);

describe('notSteady', () => {
  it('is silent about a level trial, and about one too short to tell', () => {
    expect(notSteady([trialOf(steady(30, 1e6), steady(30, 1000))])).toBeNull();
    const rising = Array.from({ length: 9 }, (_, i) => 1e6 * (1 + i));
    expect(notSteady([trialOf(rising, steady(9, 1000))])).toBeNull();
    expect(notSteady([])).toBeNull();
  });

  it('names the trial and the change when a target slows down', () => {
    const slower = Array.from({ length: 20 }, (_, i) => 1e6 * (1 + 0.01 * i));
    const reason = notSteady([
      trialOf(steady(20, 1e6), steady(20, 1000)),
      { ...trialOf(slower, steady(20, 1000)), trial: 1 },
    ]);
    expect(reason).toMatchObject({ code: 'NOT_STEADY', verdict: 'suspect' });
    expect(reason?.text).toMatch(/in trial 2 p50 response time rose from end to end by 17 %/);
    const doubled = slower.map((ns, i) => ns * (1 + i / 20));
    expect(notSteady([trialOf(doubled, steady(20, 1000))])).toMatchObject({ verdict: 'invalid' });
  });

  it('does not care about a drift that is certain but small', () => {
    const slower = Array.from({ length: 60 }, (_, i) => 1e6 * (1 + 0.001 * i));
    expect(notSteady([trialOf(slower, steady(60, 1000))])).toBeNull();
  });

  it('sees a beginning that was still warming up', () => {
    const warming = [600, 800, 950, ...steady(17, 1000)];
    expect(notSteady([trialOf(steady(20, 1e6), warming)])?.text).toMatch(
      /throughput of the first 3 seconds differs from the rest by 22 %/,
    );
  });

  it('lets a load that changes by design change, and leaves throughput of an open load to its schedule', () => {
    const rising = Array.from({ length: 20 }, (_, i) => 1000 * (1 + i));
    const stages: Load = {
      model: 'stages',
      startRatePerSec: 0,
      stages: [{ toRatePerSec: 9, overNs: 20e9 }],
    };
    const times1e6 = rising.map((n) => n * 1e6);
    expect(notSteady([trialOf(times1e6, rising, stages)])).toBeNull();
    const constant: Load = { model: 'constant', ratePerSec: 10, durationNs: 20e9 };
    expect(notSteady([trialOf(steady(20, 1e6), rising, constant)])).toBeNull();
    expect(notSteady([trialOf(times1e6, rising, constant)])).not.toBeNull();
  });

  it('passes over what comes after the schedule, and over seconds without an answer', () => {
    const drained = trialOf([...steady(10, 1e6), 9e6, 9e6], [...steady(10, 100), 3, 1], {
      model: 'constant',
      ratePerSec: 100,
      durationNs: 10e9,
    });
    expect(notSteady([drained])).toBeNull();
    expect(notSteady([trialOf([0, ...steady(19, 1e6)], steady(20, 100))])).toBeNull();
  });
});

describe('false alarms of notSteady', () => {
  const autoregressive = (rho: number, cv: number) => (random: Random, before: number) =>
    rho * before + random.nextNormal(0, cv * Math.sqrt(1 - rho * rho));
  it.each([
    ['independent seconds, CV 3 %', 0, 0.03, 0.01],
    ['independent seconds, CV 10 %', 0, 0.1, 0.01],
    ['neighbours that resemble each other (0.3), CV 5 %', 0.3, 0.05, 0.02],
    ['neighbours that resemble each other (0.5), CV 10 %', 0.5, 0.1, 0.04],
  ])('in cells of 5 trials: %s', (_name, rho, cv, atMost) => {
    const next = autoregressive(rho, cv);
    const random = createRandom(7);
    const cells = 250;
    let alarms = 0;
    for (let cell = 0; cell < cells; cell++) {
      const trials = Array.from({ length: 5 }, () => {
        let noise = 0;
        const seconds = Array.from({ length: 10 + random.nextInt(21) }, () => {
          noise = next(random, noise);
          return Math.max(0.05, 1 + noise);
        });
        return trialOf(
          seconds.map((s) => s * 1e6),
          seconds.map((s) => Math.round(1000 / s)),
        );
      });
      if (notSteady(trials) !== null) alarms++;
    }
    expect(alarms / cells).toBeLessThanOrEqual(atMost);
  });
});
