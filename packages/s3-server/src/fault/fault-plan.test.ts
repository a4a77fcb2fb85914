import { describe, expect, it } from 'vitest';
import type { FaultRule } from './fault-config.js';
import { FaultPlan } from './fault-plan.js';

const always = { operation: 'PutObject', elapsedMs: 0 };

function decisions(rules: readonly FaultRule[], { seed = 1, operation = 'PutObject', count = 1000 } = {}) {
  const plan = new FaultPlan({ seed, rules });
  return Array.from({ length: count }, (_, index) => plan.at({ operation, index, elapsedMs: 0 }));
}

const delaysOf = (rule: FaultRule, count = 20_000) =>
  decisions([rule], { count })
    .map(({ delayMs }) => delayMs)
    .sort((a, b) => a - b);

describe('a fault plan', () => {
  it('does nothing where no rule fits', () => {
    expect(new FaultPlan({ rules: [] }).at({ ...always, index: 0 })).toEqual({ delayMs: 0 });
    expect(decisions([{ operation: 'GetObject', latency: 5 }], { count: 1 })).toEqual([{ delayMs: 0 }]);
  });

  it('is a function of the seed', () => {
    const rules = [
      { latency: { distribution: 'uniform', minMs: 0, maxMs: 1 }, errors: { reset: 0.5 } },
    ] as const;
    expect(decisions(rules, { seed: 7 })).toEqual(decisions(rules, { seed: 7 }));
    expect(decisions(rules, { seed: 7 })).not.toEqual(decisions(rules, { seed: 8 }));
    expect(decisions(rules, { seed: 7 })).not.toEqual(decisions(rules, { seed: 7 + 2 ** 32 }));
  });

  it('draws for each operation and each rule anew', () => {
    const rule = { errors: { SlowDown: 0.5 } } as const;
    const puts = decisions([rule]).map(({ error }) => error);
    const gets = decisions([rule], { operation: 'GetObject' }).map(({ error }) => error);
    const same = puts.filter((error, index) => error === gets[index]).length;
    expect(same).toBeGreaterThan(400);
    expect(same).toBeLessThan(600);
    // Of the half that the first rule leaves, an independent second takes half.
    const both = decisions([rule, rule], { count: 10_000 }).filter(({ error }) => error !== undefined);
    expect(both.length / 10_000).toBeCloseTo(0.75, 1);
  });

  it('makes errors at their shares', () => {
    const errors = { SlowDown: 0.1, InternalError: 0.05, reset: 0.01 };
    const found = decisions([{ errors }], { count: 100_000 });
    for (const [kind, share] of Object.entries(errors)) {
      const seen = found.filter(({ error }) => error === kind).length / found.length;
      // Four standard deviations.
      expect(Math.abs(seen - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / found.length));
    }
    expect(decisions([{ errors: { SlowDown: 1 } }]).every(({ error }) => error === 'SlowDown')).toBe(true);
  });

  it('adds latencies, takes the lowest bandwidth and the first error', () => {
    const rules: FaultRule[] = [
      { latency: 5, bytesPerSec: 100 },
      { operation: ['GetObject', 'PutObject'], latency: 7, bytesPerSec: 50, errors: { reset: 1 } },
      { operation: '*', bytesPerSec: 80, errors: { SlowDown: 1 } },
    ];
    expect(new FaultPlan({ rules }).at({ ...always, index: 0 })).toEqual({
      delayMs: 12,
      bytesPerSec: 50,
      error: 'reset',
    });
  });

  it('draws latencies from their distributions', () => {
    const uniform = delaysOf({ latency: { distribution: 'uniform', minMs: 10, maxMs: 30 } });
    expect([uniform[0]! >= 10, uniform.at(-1)! <= 30]).toEqual([true, true]);
    expect(uniform[10_000]).toBeCloseTo(20, 0);
    const exponential = delaysOf({ latency: { distribution: 'exponential', meanMs: 10 } });
    expect(exponential.reduce((a, b) => a + b) / 20_000).toBeCloseTo(10, 0);
    expect(exponential[10_000]! / (10 * Math.LN2)).toBeCloseTo(1, 1);
    const lognormal = delaysOf({ latency: { distribution: 'lognormal', medianMs: 10, sigma: 0.5 } });
    expect(lognormal[10_000]! / 10).toBeCloseTo(1, 1);
    expect(lognormal[19_800]! / 10).toBeCloseTo(3.2, 0);
  });

  it('keeps to time windows', () => {
    const at = (window: NonNullable<FaultRule['window']>, elapsedMs: number) =>
      new FaultPlan({ rules: [{ errors: { SlowDown: 1 }, window }] }).at({ ...always, index: 0, elapsedMs })
        .error;
    const once = { afterMs: 5000, forMs: 2000 };
    expect([4999, 5000, 6999, 7000].map((ms) => at(once, ms))).toEqual([
      undefined,
      'SlowDown',
      'SlowDown',
      undefined,
    ]);
    const again = { afterMs: 100, forMs: 10, everyMs: 50 };
    expect([99, 105, 111, 150, 160, 1109, 1111].map((ms) => at(again, ms) !== undefined)).toEqual([
      false,
      true,
      false,
      true,
      false,
      true,
      false,
    ]);
    expect(at({ afterMs: 3 }, 1e9)).toBe('SlowDown');
  });
});
