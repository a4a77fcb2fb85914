import { createRandom } from '@benchwright/stats';

/** The fingers of an enrolment, in the order in which they are sent. */
export const FINGER_IDS = ['left_thumb', 'left_index', 'right_thumb', 'right_index'] as const;

/** Minutiae of a finger: what is read of a print at least and at most. */
const FEWEST_MINUTIAE = 10;
const MOST_MINUTIAE = 15;

/** Place of a ridge's end or fork, as shares of the print, and the direction of the ridge in degrees. */
export type Minutia = readonly [x: number, y: number, angle: number];

export interface Finger {
  readonly finger_id: string;
  readonly minutiae: readonly Minutia[];
}

/** Somebody who can be enrolled. */
export interface Person {
  readonly fingers: readonly Finger[];
  /** What the guide's bodies have in place of fingers: 64 hexadecimal digits. */
  readonly biometricHash: string;
}

/**
 * The person with a number: four fingers of 10 to 15 minutiae each. The same seed and number give the same person, whoever else was made
 * before. Places have three decimals and angles are whole degrees, so that the JSON text is the same everywhere. Pure.
 */
export function makePerson(seed: number, number: number): Person {
  const random = createRandom(seed).fork(`person-${number}`);
  const between = (least: number, most: number): number =>
    least + Math.floor(random.nextFloat() * (most - least + 1));
  const thousandths = (): number => between(0, 999) / 1000;
  const fingers = FINGER_IDS.map((finger_id): Finger => {
    const minutiae = Array.from(
      { length: between(FEWEST_MINUTIAE, MOST_MINUTIAE) },
      (): Minutia => [thousandths(), thousandths(), between(0, 359)],
    );
    return { finger_id, minutiae };
  });
  const digits = Array.from({ length: 64 }, () => between(0, 15).toString(16));
  return { fingers, biometricHash: digits.join('') };
}
