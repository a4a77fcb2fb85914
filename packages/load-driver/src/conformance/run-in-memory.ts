import type {
  CeilingRecord,
  Environment,
  Plan,
  RunHeader,
  RunResult,
  TrialRecord,
} from '@benchwright/result-schema';
import type { Clock } from '../clock/clock.js';
import { createRealClock } from '../clock/real-clock.js';
import { type RunOutcome, runSuite } from '../run/run-suite.js';
import type { RunEvent, RunEvents } from '../suite/events.js';
import type { RunRecords, Suite } from '../suite/suite.js';

export interface InMemoryOptions {
  /** Of the plan. Default 7. */
  readonly seed?: number;
  /** Whole trials that are not measured again. Default none. */
  readonly done?: readonly TrialRecord[];
  /** Default the real one. */
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  /** Hears every event as it happens. */
  readonly onEvent?: RunEvents;
}

/** What a run left that ended by itself or was interrupted. */
export interface InMemoryRun extends RecordedRun {
  readonly result: RunResult;
}

/** The same before it is summarised. */
export interface RecordedRun {
  readonly outcome: RunOutcome;
  readonly plan: Plan;
  /** Those that were measured now, in the order in which they ended. */
  readonly trials: readonly TrialRecord[];
  readonly events: readonly RunEvent[];
  readonly records: RunRecords;
}

/**
 * Runs a suite with a complete config in this process as the command would, but keeps its records in memory, and summarises them: for
 * tests of suites. A suite whose cells are searches is for `runSearch`.
 *
 * @throws what `runSuite` throws
 */
export async function runInMemory<Config>(
  suite: Suite<Config>,
  config: Config,
  options: InMemoryOptions = {},
): Promise<InMemoryRun> {
  const recorded = await recordInMemory(suite, config, options);
  return { ...recorded, result: suite.summarize(recorded.records) };
}

export async function recordInMemory<Config>(
  suite: Suite<Config>,
  config: Config,
  options: InMemoryOptions,
): Promise<RecordedRun> {
  const { seed = 7, done = [], clock = createRealClock(), onEvent = () => {} } = options;
  const plan = suite.plan(config, seed);
  const trials: TrialRecord[] = [];
  const ceilings: CeilingRecord[] = [];
  const events: RunEvent[] = [];
  const outcome = await runSuite({
    suite,
    config,
    plan,
    runId: 'in-memory',
    done,
    clock,
    events: (event) => {
      events.push(event);
      onEvent(event);
    },
    signal: options.signal ?? new AbortController().signal,
    append: async (record) => {
      if (record.type === 'trial') trials.push(record);
      if (record.type === 'ceiling') ceilings.push(record);
    },
  });
  const header = inMemoryHeader(suite, config, plan);
  return { outcome, plan, trials, events, records: { header, trials, ceilings, finishedAt: AT, outcome } };
}

const AT = '2026-11-21T10:00:00.000Z';

/** The first record of a run of this config, on no machine in particular: what `summarize` is given in tests. */
export function inMemoryHeader<Config>(
  suite: Pick<Suite<Config>, 'id' | 'version'>,
  config: Config,
  plan: Plan,
): RunHeader {
  return {
    type: 'run',
    v: 1,
    id: 'in-memory',
    suite: suite.id,
    suiteVersion: suite.version,
    startedAt: AT,
    seed: plan.seed,
    command: ['benchwright', 'run', suite.id],
    config: { ...(config as object) },
    plan,
    environment: UNKNOWN_MACHINE,
  };
}

const UNKNOWN_MACHINE: Environment = {
  hostname: 'unknown',
  os: { platform: 'linux', release: '0', arch: 'x64', distribution: null },
  cpu: { model: 'unknown', logicalCores: 1, usableCores: 1, governor: null, mhz: null, turbo: null },
  memory: { totalBytes: 1, limitBytes: null },
  container: { detected: false, cpuQuotaCores: null, memoryLimitBytes: null },
  virtualization: null,
  runtime: { node: 'v20.0.0', v8: '0', openssl: null, uv: null, execArgv: [] },
  packages: {},
  git: null,
  ci: null,
};
