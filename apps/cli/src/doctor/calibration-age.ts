import type { Calibration } from '@benchwright/result-schema';
import type { StoredCalibration } from './calibration-store.js';

/** Machines change: firmware, neighbours, heat. */
const OLD_DAYS = 30;
const DAY_MS = 24 * 3600e3;

/** Whole days since a calibration was made. */
export function ageInDays({ at }: Calibration, nowMs: number): number {
  return Math.floor((nowMs - Date.parse(at)) / DAY_MS);
}

/** Whether a machine may have changed since. */
export function isOld(calibration: Calibration, nowMs: number): boolean {
  return ageInDays(calibration, nowMs) > OLD_DAYS;
}

/** What a run should be told of the calibration that it is held against: that it is old, or cannot be used. Null when nothing. Pure. */
export function calibrationWarning(
  { calibration, problem }: StoredCalibration,
  nowMs: number,
): string | null {
  if (problem !== null) return `${problem}: no comparison is held against the noise of this machine`;
  if (calibration === null || !isOld(calibration, nowMs)) return null;
  return `comparisons are held against a calibration of this machine that is ${ageInDays(calibration, nowMs)} days old`;
}
