import { createRealClock, type RunEvent, runSuite, type Suite } from '@benchwright/load-driver';
import type { Environment, RunHeader, RunResult, TrialRecord } from '@benchwright/result-schema';

/** What a whole run left. */
export interface Measured {
  readonly trials: readonly TrialRecord[];
  readonly events: readonly RunEvent[];
  readonly result: RunResult;
}

const AT = '2026-11-21T10:00:00.000Z';

/** Runs a suite as the command would, and summarises what was recorded. Throws what the run throws. */
export async function measure<Config extends object>(
  suite: Suite<Config>,
  config: Config,
  seed = 7,
): Promise<Measured> {
  const plan = suite.plan(config, seed);
  const trials: TrialRecord[] = [];
  const events: RunEvent[] = [];
  await runSuite({
    suite,
    config,
    plan,
    runId: 'test',
    done: [],
    clock: createRealClock(),
    events: (event) => events.push(event),
    signal: new AbortController().signal,
    append: async (record) => {
      if (record.type === 'trial') trials.push(record);
    },
  });
  const header: RunHeader = {
    type: 'run',
    v: 1,
    id: 'test',
    suite: suite.id,
    suiteVersion: suite.version,
    startedAt: AT,
    seed,
    command: [],
    config: Object.fromEntries(Object.entries(config)),
    plan,
    environment: UNKNOWN_MACHINE,
  };
  return {
    trials,
    events,
    result: suite.summarize({ header, trials, finishedAt: AT, outcome: 'completed' }),
  };
}

const UNKNOWN_MACHINE: Environment = {
  hostname: 'test',
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
