import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LiveSample } from './live-event.js';
import { LIVE_FIGURES, type LiveBucket, withSample } from './live-history.js';

const arbitrarySample = fc.record<LiveSample>({
  sec: fc.constant(0),
  cell: fc.constant('a'),
  trial: fc.nat(5),
  phase: fc.constantFrom('warmup', 'measure'),
  offeredPerSec: fc.nat(),
  completedPerSec: fc.nat(),
  failedPerSec: fc.nat(),
  p50Ns: fc.option(fc.nat()),
  p99Ns: fc.option(fc.nat()),
  inFlight: fc.nat(),
  queued: fc.nat(),
  cpuCores: fc.double({ min: 0, max: 8, noNaN: true }),
  sendLagP99Ns: fc.nat(),
  ok: fc.nat(),
  failed: fc.nat(),
  dropped: fc.nat(),
  errors: fc.constant({}),
  left: fc.constant(''),
});

const knownOf = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

test('a history is bounded, in order, and loses no extreme', () => {
  fc.assert(
    fc.property(
      fc.array(arbitrarySample, { maxLength: 200 }),
      fc.integer({ min: 2, max: 40 }),
      (some, most) => {
        const samples = some.map((sample, i) => ({ ...sample, sec: i / 4 }));
        const history = samples.reduce<readonly LiveBucket[]>(
          (buckets, sample) => withSample(buckets, sample, most),
          [],
        );
        expect(history.length).toBeLessThanOrEqual(most);
        const times = history.flatMap(({ fromSec, toSec }) => [fromSec, toSec]);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        for (const [place, figure] of LIVE_FIGURES.entries()) {
          const all = knownOf(samples.map((sample) => sample[figure]));
          const low = knownOf(history.map((bucket) => bucket.low[place] ?? null));
          const high = knownOf(history.map((bucket) => bucket.high[place] ?? null));
          expect(Math.min(...low)).toBe(Math.min(...all));
          expect(Math.max(...high)).toBe(Math.max(...all));
        }
      },
    ),
  );
});
