import { expect, it } from 'vitest';
import { createRealClock } from '../clock/real-clock.js';
import { VirtualClock } from '../clock/virtual-clock.js';
import { coreSpeedPerSec } from './core-speed.js';

it('times a core, and says nothing where no time passes', () => {
  expect(coreSpeedPerSec(new VirtualClock())).toBeNull();
  const speed = coreSpeedPerSec(createRealClock()) as number;
  expect(speed).toBeGreaterThan(1e6);
  expect(speed).toBeLessThan(1e11);
  expect(coreSpeedPerSec(new VirtualClock())).toBeNull();
});

it('reads the speed of a core as a clock tells it', () => {
  let ns = 0;
  const slow = { nowNs: () => (ns += 1e6), createWaker: createRealClock().createWaker };
  expect(coreSpeedPerSec(slow)).toBe(50_000 / 1e-3);
});

it('waits for an interruption of ten bursts to end, and not for a core that has become slow', () => {
  // Half as fast as the machine may be, so that real readings before this test do not matter: the clock tells 1 ms a burst, or 3.
  const clockOf = (burstNsAt: (burst: number) => number) => {
    let reading = 0;
    let ns = 0;
    return {
      nowNs: () => (ns += reading++ % 2 === 1 ? burstNsAt(reading >> 1) : 0),
      createWaker: createRealClock().createWaker,
      bursts: () => reading >> 1,
    };
  };
  const interrupted = clockOf((burst) => (burst <= 15 ? 3e6 : 1e6));
  expect(coreSpeedPerSec(interrupted)).toBe(50_000 / 1e-3);
  const slow = clockOf(() => 3e6);
  expect(coreSpeedPerSec(slow)).toBeCloseTo(50_000 / 3e-3, 3);
  expect(slow.bursts()).toBe(100);
});
