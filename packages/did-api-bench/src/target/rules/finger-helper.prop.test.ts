import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStretch } from '../hashing.js';
import { createHelper, matchesHelper, SALT_BYTES } from './finger-helper.js';
import type { Finger, Minutia } from './model.js';

const stretch = createStretch('blocking', 1);
const salt = Buffer.alloc(SALT_BYTES, 7);

const coordinate = fc.double({ min: -1000, max: 1000, noNaN: true });
const angle = fc.double({ min: -720, max: 720, noNaN: true });
const minutia = fc.tuple(coordinate, coordinate, angle);
const minutiae = fc.array(minutia, { minLength: 1, maxLength: 15 });

/** Below half a cell (0.025) and half a bin (5.625°) by the step of the sketch, which is 1/256 of either. */
const shift = fc.double({ min: -0.0248, max: 0.0248, noNaN: true });
const turn = fc.double({ min: -5.58, max: 5.58, noNaN: true });

const finger = (points: readonly Minutia[]): Finger => ({ finger_id: 'left_thumb', minutiae: points });

describe('a helper', () => {
  it('matches whatever noise below half a cell and half a bin does to each minutia', async () => {
    const noisy = minutiae.chain((points) =>
      fc.tuple(
        fc.constant(points),
        fc.tuple(
          ...points.map(([x, y, a]) =>
            fc.tuple(shift, shift, turn).map(([dx, dy, da]): Minutia => [x + dx, y + dy, a + da]),
          ),
        ),
      ),
    );
    await fc.assert(
      fc.asyncProperty(noisy, async ([points, later]) => {
        const helper = await createHelper(finger(points), salt, stretch);
        expect(await matchesHelper(finger(later), helper, stretch)).toBe(true);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('does not match when one minutia of it is a cell or a bin away', async () => {
    const moved = fc.tuple(minutiae, fc.nat(), fc.constantFrom(0, 1, 2), fc.constantFrom(-1, 1));
    await fc.assert(
      fc.asyncProperty(moved, async ([points, at, axis, sign]) => {
        const helper = await createHelper(finger(points), salt, stretch);
        const later = points.map((point, i): Minutia => {
          if (i !== at % points.length) return point;
          const by = [0.05, 0.05, 11.25][axis]! * sign;
          return point.map((value, k) => (k === axis ? value + by : value)) as unknown as Minutia;
        });
        expect(await matchesHelper(finger(later), helper, stretch)).toBe(false);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('matches no other finger, no other number of minutiae, and nothing once it is changed', async () => {
    const points: Minutia[] = [
      [0.11, 0.52, 359],
      [0.98, 0.01, 1],
    ];
    const helper = await createHelper(finger(points), salt, stretch);
    const changed = (auth_b64: string) => ({ ...helper, auth_b64 });
    const cases = [
      matchesHelper({ finger_id: 'right_thumb', minutiae: points }, helper, stretch),
      matchesHelper(finger(points.slice(1)), helper, stretch),
      matchesHelper(finger([...points, [0, 0, 0]]), helper, stretch),
      matchesHelper(finger(points), changed(`A${helper.auth_b64.slice(1)}B`), stretch),
      matchesHelper(finger(points), changed(''), stretch),
      matchesHelper(finger(points), { ...helper, salt_b64: '' }, stretch),
      matchesHelper(finger(points), { ...helper, grid_size: 0 }, stretch),
      matchesHelper(finger(points), { ...helper, angle_bins: 0.5 }, stretch),
    ];
    expect(await Promise.all(cases)).toEqual(cases.map(() => false));
    expect(await matchesHelper(finger(points), helper, stretch)).toBe(true);
  });
});
