import { randomInt } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Suite } from '@benchwright/load-driver';
import {
  type Calibration,
  type CeilingRecord,
  type ConfigOrigins,
  captureEnvironment,
  createRunFolder,
  type Environment,
  findSecrets,
  newRunId,
  type Plan,
  type RecordLog,
  type RunHeader,
  removeSecrets,
  removeSecretsFromArgv,
  type TrialRecord,
} from '@benchwright/result-schema';
import { isoTime } from '../cli-clock.js';
import type { CliContext } from '../cli-context.js';
import { calibrationWarning } from '../doctor/calibration-age.js';
import { readCalibration, type StoredCalibration } from '../doctor/calibration-store.js';
import { comparedTrials, tooFewTrialsLines } from '../doctor/resolution-text.js';
import { refuseRemote } from './remote-rule.js';
import { type ConfigInputs, resolveConfig } from './resolve-config.js';
import { openRunLog } from './run-log.js';

export const RECORDS_FILE = 'run.ndjson';
export const RESULT_FILE = 'result.json';

/** The seed is stored and typed by people: 32 bits are enough to tell runs apart. */
const SEEDS = 2 ** 32;

/** A run that is decided but not yet begun. */
export interface PreparedRun {
  readonly suite: Suite;
  readonly config: unknown;
  readonly origins: ConfigOrigins;
  readonly plan: Plan;
  readonly targets: readonly string[];
}

/** A run with a place for its records. */
export interface OpenRun {
  readonly suite: Suite;
  readonly config: unknown;
  readonly plan: Plan;
  readonly runId: string;
  readonly folder: string;
  readonly log: RecordLog;
  /** Trials that are already recorded. */
  readonly done: readonly TrialRecord[];
  readonly doneCeilings: readonly CeilingRecord[];
  /** What is wrong with the calibration that the run is held against. */
  readonly calibrationWarning?: string | null;
  /** What the planned trials cannot tell on this machine, and how many could; absent where they are enough or nothing is known. */
  readonly tooFewTrials?: readonly string[];
  /** Removes the folder again: for a run that ended before anything was measured. Absent where there is something to lose. */
  readonly discard?: () => Promise<void>;
}

/** Config and plan of a new run; nothing is contacted or written. Throws what the user has to mend. */
export async function prepareRun(
  suite: Suite,
  inputs: ConfigInputs,
  seed: number = randomInt(SEEDS),
): Promise<PreparedRun> {
  const { value: config, origins } = await resolveConfig(suite, inputs);
  const targets = suite.targets(config);
  refuseRemote(targets, config);
  return { suite, config, origins, plan: suite.plan(config, seed), targets };
}

/** Makes the run's folder and writes its header, so that an unwritable disk is found before an hour of measuring. */
export async function openNewRun(prepared: PreparedRun, root: string, context: CliContext): Promise<OpenRun> {
  const { suite, config, plan } = prepared;
  const { runId, folder } = await createRunFolder(root, suite.id, () =>
    newRunId(() => context.clock.wallMs()),
  );
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
  const log = await openRunLog(join(folder, RECORDS_FILE), 'create');
  try {
    const header = await headerOf(prepared, runId, context);
    await log.append(header);
    const stored = await appendCalibration(log, header.environment, null, context);
    const warning = calibrationWarning(stored, context.clock.wallMs());
    const { calibration } = stored;
    const tooFewTrials = calibration === null ? [] : tooFewTrialsLines(calibration, comparedTrials(plan));
    const nothing = { done: [], doneCeilings: [], calibrationWarning: warning, tooFewTrials };
    return { suite, config, plan, runId, folder, log, ...nothing, discard };
  } catch (error) {
    await log.close();
    await discard();
    throw error;
  }
}

/** Records what this machine's calibration says, unless the log holds it already: what comparisons are held against must not change later. Returns it. */
export async function appendCalibration(
  log: RecordLog,
  environment: Environment,
  held: Calibration | null,
  { env }: CliContext,
): Promise<StoredCalibration> {
  const stored = await readCalibration(env, environment);
  const { calibration } = stored;
  if (calibration === null) return stored;
  if (calibration.at === held?.at && calibration.fingerprint === held.fingerprint) return stored;
  await log.append({ type: 'calibration', v: 1, calibration: { ...calibration, environment: null } });
  return stored;
}

async function headerOf(prepared: PreparedRun, id: string, context: CliContext): Promise<RunHeader> {
  const { suite, config, plan } = prepared;
  const secrets = { schema: suite.config.schema };
  return {
    type: 'run',
    v: 1,
    id,
    suite: suite.id,
    suiteVersion: suite.version,
    startedAt: isoTime(context.clock),
    seed: plan.seed,
    command: removeSecretsFromArgv(repeatable(context.argv, plan.seed), findSecrets(config, secrets)),
    config: removeSecrets(asRecord(config), secrets),
    plan,
    environment: await captureEnvironment({ packages: packagesOf(suite, context) }),
  };
}

/** Versions that a change in the numbers may come from. */
export function packagesOf(suite: Suite, { version }: Pick<CliContext, 'version'>): Record<string, string> {
  return { benchwright: version, [suite.id]: suite.version };
}

/** The command as typed, with the seed that it was given by chance, so that typing it again gives the same plan. */
function repeatable(argv: readonly string[], seed: number): string[] {
  const seeded = argv.some((word) => word === '--seed' || word.startsWith('--seed='));
  return ['benchwright', ...argv, ...(seeded ? [] : ['--seed', String(seed)])];
}

function asRecord(config: unknown): Record<string, unknown> {
  if (typeof config === 'object' && config !== null && !Array.isArray(config)) return { ...config };
  throw new Error('a suite config must be an object');
}
