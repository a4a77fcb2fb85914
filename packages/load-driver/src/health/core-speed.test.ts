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
