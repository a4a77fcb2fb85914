import { describe, expect, it } from 'vitest';
import { hrInstantOf, offsetOf, redisNowMs, wallOffsetNs } from './redis-clock.js';

/** A reading that took `outNs` to Redis and `backNs` from there, of a clock that is `aheadUs` before our own. */
const reading = (sentHrNs: bigint, outNs: bigint, backNs: bigint, aheadUs: number) => ({
  sentHrNs,
  receivedHrNs: sentHrNs + outNs + backNs,
  redisUs: Number((sentHrNs + outNs) / 1000n) + aheadUs,
});

describe('the offset of Redis’ clock', () => {
  it('is exact where both ways take as long, and as uncertain as half the way and a tick', () => {
    const { redisMinusHrNs, uncertaintyNs } = offsetOf([reading(1_000_000n, 50_000n, 50_000n, 7)]);
    expect(redisMinusHrNs).toBe(7000n);
    expect(uncertaintyNs).toBe(51_000);
  });

  it('comes from the shortest round trip, wherever it stands', () => {
    const slow = reading(1_000_000n, 9_000_000n, 1_000_000n, 7);
    const quick = reading(2_000_000n, 20_000n, 20_000n, 7);
    for (const readings of [
      [slow, quick],
      [quick, slow],
      [slow, quick, slow],
    ]) {
      expect(offsetOf(readings)).toEqual({ redisMinusHrNs: 7000n, uncertaintyNs: 21_000 });
    }
  });

  it('is wrong by no more than it says, however unlike the two ways are', () => {
    for (const [outNs, backNs] of [
      [0n, 400_000n],
      [400_000n, 0n],
      [1000n, 90_000n],
    ] as const) {
      const { redisMinusHrNs, uncertaintyNs } = offsetOf([reading(5_000_000n, outNs, backNs, -3)]);
      expect(Math.abs(Number(redisMinusHrNs + 3000n))).toBeLessThanOrEqual(uncertaintyNs);
    }
  });

  it('needs a reading', () => {
    expect(() => offsetOf([])).toThrow('no reading of the clock');
  });

  it('turns an instant of Redis into one of our own, to the nanosecond in our century', () => {
    const clock = { redisMinusHrNs: 1_795_000_000_000_000_000n - 123n, uncertaintyNs: 0 };
    expect(hrInstantOf(1_795_000_000_000_000, clock)).toBe(123n);
    expect(hrInstantOf(1_795_000_000_000_001 + 0.25, clock)).toBe(1123n);
  });

  it('gives Redis’ time now, and what the wall clock lacks to it', () => {
    const aheadNs = 3_600_000_000_000n;
    const wallMinusHrNs = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();
    const clock = { redisMinusHrNs: wallMinusHrNs + aheadNs, uncertaintyNs: 0 };
    const beforeMs = Date.now();
    // An hour ahead, to the milliseconds that the wall clock is read in.
    expect(redisNowMs(clock) - beforeMs - 3_600_000).toBeGreaterThan(-10);
    expect(wallOffsetNs(clock)).toBeGreaterThan(Number(aheadNs) - 1e9);
    expect(wallOffsetNs(clock)).toBeLessThan(Number(aheadNs) + 1e9);
  });
});
