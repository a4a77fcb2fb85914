import type { Finger, Minutia } from '../rules/model.js';

const NAMES = ['left_thumb', 'left_index', 'right_thumb', 'right_index'] as const;

/** Four fingers of a person with a number; another number, other fingers. */
export function fingersOf(person: number): Finger[] {
  return NAMES.map((finger_id, finger) => ({
    finger_id,
    minutiae: Array.from({ length: 10 + finger }, (_, i): Minutia => {
      const value = Math.sin(person * 1000 + finger * 100 + i);
      return [Math.abs(value), Math.abs(Math.cos(value * 7)), Math.abs(value * 359)];
    }),
  }));
}
