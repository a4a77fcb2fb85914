import { describe, expect, it } from 'vitest';
import {
  constantPacer,
  createPacer,
  type Pacer,
  plannedDurationNs,
  poissonPacer,
  stagesPacer,
  unpaced,
} from './pacer.js';

function dueTimes(pacer: Pacer, max = 1e6): number[] {
  const due: number[] = [];
  for (let k = 0; k < max; k++) {
    const at = pacer(0, k);
    if (at === Number.POSITIVE_INFINITY) break;
    due.push(at);
  }
  return due;
}

describe('constantPacer', () => {
  it('asks for rate × duration requests, evenly spaced', () => {
    const due = dueTimes(constantPacer(1000, 5e9));
    expect(due).toHaveLength(5000);
    expect(due.slice(0, 3)).toEqual([0, 1e6, 2e6]);
    expect(due.at(-1)).toBe(4.999e9);
  });

  it('keeps a fractional rate without rounding its interval', () => {
    const due = dueTimes(constantPacer(0.3, 100e9));
    expect(due).toHaveLength(30);
    expect(due[29]).toBeCloseTo((29 / 0.3) * 1e9, 0);
  });
});

describe('poissonPacer', () => {
  it('gives the same schedule for the same seed, whichever way it is asked', () => {
    const inOrder = dueTimes(poissonPacer(1000, 1e9, 7));
    const pacer = poissonPacer(1000, 1e9, 7);
    expect(pacer(0, 500)).toBe(inOrder[500]);
    expect(pacer(0, 3)).toBe(inOrder[3]);
    expect(dueTimes(poissonPacer(1000, 1e9, 8))).not.toEqual(inOrder);
  });

  it('has exponential gaps by the Kolmogorov–Smirnov test', () => {
    const ratePerSec = 2000;
    const due = dueTimes(poissonPacer(ratePerSec, 10e9, 42));
    const gaps = due.map((at, i) => (at - (due[i - 1] ?? 0)) / 1e9).sort((a, b) => a - b);
    const n = gaps.length;
    let d = 0;
    for (const [i, gap] of gaps.entries()) {
      const f = 1 - Math.exp(-ratePerSec * gap);
      d = Math.max(d, Math.abs(f - i / n), Math.abs((i + 1) / n - f));
    }
    // 1.63 / √n is the critical value at 1 % (Stephens 1974).
    expect(d).toBeLessThan(1.63 / Math.sqrt(n));
    expect(Math.abs(n - 20_000)).toBeLessThan(4 * Math.sqrt(20_000));
  });
});

describe('stagesPacer', () => {
  it('spends in each stage the requests that its area asks for', () => {
    const due = dueTimes(
      stagesPacer(0, [
        { toRatePerSec: 1000, overNs: 2e9 },
        { toRatePerSec: 1000, overNs: 1e9 },
        { toRatePerSec: 0, overNs: 2e9 },
      ]),
    );
    expect(due).toHaveLength(3000);
    expect(due.filter((at) => at < 2e9)).toHaveLength(1000);
    expect(due.filter((at) => at >= 2e9 && at < 3e9)).toHaveLength(1000);
  });

  it('follows the closed form of a ramp: the k-th request at √(2k·T/r)', () => {
    const pacer = stagesPacer(0, [{ toRatePerSec: 100, overNs: 10e9 }]);
    for (const k of [1, 10, 250, 499]) {
      expect(pacer(0, k) / 1e9).toBeCloseTo(Math.sqrt((2 * k * 10) / 100), 6);
    }
  });

  it('skips a stage without requests, and answers out of order', () => {
    const pacer = stagesPacer(0, [
      { toRatePerSec: 0, overNs: 5e9 },
      { toRatePerSec: 100, overNs: 1 },
      { toRatePerSec: 100, overNs: 1e9 },
    ]);
    const last = pacer(0, 99);
    expect(pacer(0, 0)).toBeCloseTo(5e9, -3);
    expect(pacer(0, 99)).toBe(last);
    expect(pacer(0, 101)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('createPacer', () => {
  it('makes a closed load due at once', () => {
    expect(createPacer({ model: 'closed', concurrency: 1, durationNs: 1 }, 0)(123, 9)).toBe(123);
    expect(unpaced()(5, 0)).toBe(5);
  });

  it('knows how long each load offers', () => {
    expect(plannedDurationNs({ model: 'iterations', count: 1, concurrency: 1 })).toBeNull();
    expect(
      plannedDurationNs({
        model: 'stages',
        startRatePerSec: 0,
        stages: [
          { toRatePerSec: 1, overNs: 2 },
          { toRatePerSec: 1, overNs: 3 },
        ],
      }),
    ).toBe(5);
  });
});
