import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type Calibration,
  calibrationSchema,
  type Environment,
  machineFingerprint,
  makeFolders,
  writeFileAtomic,
} from '@benchwright/result-schema';
import type { EnvironmentVariables } from '../output/streams.js';

/** What is stored for a machine; `problem` says why something that is there cannot be used. */
export interface StoredCalibration {
  readonly calibration: Calibration | null;
  readonly problem: string | null;
}

const NONE: StoredCalibration = { calibration: null, problem: null };

/**
 * Where the calibration of a machine is kept: a file of its own for each, so that a home folder shared by several machines holds one for each.
 * `$XDG_STATE_HOME/benchwright/calibration`, by default `~/.local/state/…` (XDG Base Directory Specification); null where there is no home.
 */
export function calibrationFile(env: EnvironmentVariables, environment: Environment): string | null {
  const state =
    absolute(env.XDG_STATE_HOME) ??
    absolute(env.LOCALAPPDATA) ??
    (absolute(env.HOME) === null ? null : join(env.HOME ?? '', '.local', 'state'));
  if (state === null) return null;
  return join(state, 'benchwright', 'calibration', `${machineFingerprint(environment)}.json`);
}

/** The specification has relative paths ignored. */
function absolute(path: string | undefined): string | null {
  return path !== undefined && /^(\/|[A-Za-z]:)/.test(path) ? path : null;
}

/** Reads the calibration of this machine. Never throws: a run must not fail for it. */
export async function readCalibration(
  env: EnvironmentVariables,
  environment: Environment,
): Promise<StoredCalibration> {
  const file = calibrationFile(env, environment);
  if (file === null) return NONE;
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const isThere = !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
    return isThere ? { calibration: null, problem: `${file} cannot be read` } : NONE;
  }
  const parsed = calibrationSchema.safeParse(jsonOf(text));
  if (parsed.success && parsed.data.fingerprint === machineFingerprint(environment)) {
    return { calibration: parsed.data, problem: null };
  }
  return {
    calibration: null,
    problem: `${file} is not a calibration of this machine that this release reads`,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Keeps a calibration for later runs; the file is there whole or not at all. Returns its path, null where there is no place for it. */
export async function storeCalibration(
  env: EnvironmentVariables,
  environment: Environment,
  calibration: Calibration,
): Promise<string | null> {
  const file = calibrationFile(env, environment);
  if (file === null) return null;
  await makeFolders(dirname(file));
  await writeFileAtomic(file, `${JSON.stringify(calibration, null, 2)}\n`);
  return file;
}
