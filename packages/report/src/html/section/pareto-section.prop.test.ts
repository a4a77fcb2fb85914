import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ParetoPoint } from '../../input/report-input.js';
import { paretoFront } from './pareto-section.js';

const point: fc.Arbitrary<ParetoPoint> = fc.record({
  label: fc.string(),
  cost: fc.integer({ min: 0, max: 20 }),
  latencyNs: fc.integer({ min: 0, max: 20 }),
  interval: fc.constant([null, null] as const),
});

test('on the line stands who is beaten by none; everyone else is beaten by somebody on it', () => {
  fc.assert(
    fc.property(fc.array(point, { maxLength: 30 }), (points) => {
      const front = paretoFront(points);
      const beats = (a: ParetoPoint, b: ParetoPoint): boolean =>
        a.cost <= b.cost && a.latencyNs <= b.latencyNs && (a.cost < b.cost || a.latencyNs < b.latencyNs);
      for (const on of front) expect(points.some((other) => beats(other, on))).toBe(false);
      for (const off of points.filter((other) => !front.includes(other))) {
        expect(front.some((on) => beats(on, off))).toBe(true);
      }
    }),
  );
});
