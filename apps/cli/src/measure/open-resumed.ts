import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Suite } from '@benchwright/load-driver';
import {
  captureEnvironment,
  type Environment,
  explainIncomparable,
  type RecordLogContent,
  type RunHeader,
  readRecordLog,
} from '@benchwright/result-schema';
import { isoTime } from '../cli-clock.js';
import type { CliContext } from '../cli-context.js';
import { UsageError } from '../usage-error.js';
import { appendCalibration, type OpenRun, packagesOf, RECORDS_FILE } from './open-run.js';
import { refuseRemote } from './remote-rule.js';
import type { ConfigInputs } from './resolve-config.js';
import { configOfResumed } from './resumed-config.js';
import { openRunLog } from './run-log.js';

/** A run that was begun before, with what is needed to go on. */
export interface StoredRun {
  readonly folder: string;
  readonly header: RunHeader;
  readonly content: RecordLogContent;
}

/** Reads a run by its folder or its record log. Throws UsageError ERR_NOT_A_RUN for anything else. */
export async function readStoredRun(path: string): Promise<StoredRun> {
  const folder = (await isFolder(path)) ? path : dirname(path);
  const file = folder === path ? join(folder, RECORDS_FILE) : path;
  const content = await readRecordLog(file);
  if (content.header === null) {
    throw new UsageError(
      `${file} is not the record of a run: it has no run header`,
      `name a run's folder, which holds ${RECORDS_FILE}`,
      'ERR_NOT_A_RUN',
    );
  }
  return { folder, header: content.header, content };
}

export interface ResumeRequest extends ConfigInputs {
  readonly seed: number | undefined;
}

export interface ResumedRun {
  readonly run: OpenRun;
  /** What differs between the machine of the first part and this one, worded for people. */
  readonly differences: readonly string[];
}

/** Opens a stored run to measure what is left of its plan, with its own config, seed and plan. */
export async function openResumed(
  suite: Suite,
  stored: StoredRun,
  request: ResumeRequest,
  context: CliContext,
): Promise<ResumedRun> {
  const { header, folder } = stored;
  if (request.seed !== undefined && request.seed !== header.seed) {
    throw new UsageError(
      `--seed ${request.seed} conflicts with --resume: the run's seed is ${header.seed}`,
      'leave --seed out',
      'ERR_RESUME_CONFLICT',
    );
  }
  const config = await configOfResumed(suite, header, request);
  refuseRemote(suite.targets(config), config);
  const environment = await captureEnvironment({ packages: packagesOf(suite, context) });
  const log = await openRunLog(join(folder, RECORDS_FILE), 'append');
  let content: RecordLogContent;
  try {
    // Anew: until the log was this process's own, another may have gone on with the run.
    content = await readRecordLog(log.file);
    await log.append({ type: 'resume', v: 1, at: isoTime(context.clock), environment });
    await appendCalibration(log, environment, content.calibration, context);
  } catch (error) {
    await log.close();
    throw error;
  }
  return {
    run: {
      suite,
      config,
      plan: header.plan,
      runId: header.id,
      folder,
      log,
      done: content.trials,
      doneCeilings: content.ceilings,
    },
    differences: differencesOf(header.environment, environment),
  };
}

function differencesOf(before: Environment, now: Environment): string[] {
  return explainIncomparable(before, now).map(
    ({ field, a, b, text }) => `${field} was ${a ?? 'unknown'} and is ${b ?? 'unknown'}: ${text}`,
  );
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    throw new UsageError(
      `there is no run at ${path}`,
      `name a run's folder, or the ${RECORDS_FILE} in it`,
      'ERR_NOT_A_RUN',
    );
  }
}

/** True for a record log by its name: a result is told from it by that. */
export function isRecordLog(path: string): boolean {
  return basename(path).endsWith('.ndjson');
}
