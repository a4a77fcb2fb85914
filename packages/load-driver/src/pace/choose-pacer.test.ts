import { expect, it } from 'vitest';
import { choosePacer, type PacerName, peakRatePerSec } from './choose-pacer.js';

it.each<[number, number, number, PacerName, string]>([
  // rate, generators, cores
  [1000, 1, 2, 'spin', 'a core is left'],
  [1000, 1, 1, 'sleeper', 'the target needs the only core'],
  [1000, 1, 1.5, 'sleeper', 'a container quota would be used up by polling'],
  [1000, 2, 2, 'sleeper', 'two polling generators leave nothing'],
  [1000, 2, 3, 'spin', 'a core is left'],
  [40, 1, 1, 'spin', 'polling for rare arrivals costs little'],
  [100, 4, 2, 'spin', 'rare for each of them'],
  [10_000, 1, 1, 'spin', 'there is no time to sleep'],
  [10_000, 2, 2, 'sleeper', 'half as many for each'],
])('%d/s by %d generators on %d cores: %s, since %s', (ratePerSec, generators, cores, pacer) => {
  expect(choosePacer({ ratePerSec, generators, cores })).toBe(pacer);
});

it('goes by the highest rate of a load; a closed one has none', () => {
  expect(peakRatePerSec({ model: 'poisson', ratePerSec: 7, durationNs: 1 })).toBe(7);
  const stages = [
    { toRatePerSec: 900, overNs: 1 },
    { toRatePerSec: 0, overNs: 1 },
  ];
  expect(peakRatePerSec({ model: 'stages', startRatePerSec: 10, stages })).toBe(900);
  expect(peakRatePerSec({ model: 'stages', startRatePerSec: 1000, stages })).toBe(1000);
  expect(peakRatePerSec({ model: 'closed', concurrency: 1, durationNs: 1 })).toBeNull();
  expect(peakRatePerSec({ model: 'iterations', count: 1, concurrency: 1 })).toBeNull();
});
