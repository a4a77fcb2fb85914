import { createRealClock, type RunEvents, runSuite } from '@benchwright/load-driver';
import type { RunHeader, RunResult, TrialRecord } from '@benchwright/result-schema';
import { type WefConfigInput, wefConfigSchema } from '../config.js';
import { planWef } from '../plan.js';
import { wefSuite } from '../suite.js';
import { summarizeWef } from '../summarize.js';

export interface WefRun {
  readonly trials: readonly TrialRecord[];
  readonly result: RunResult;
  readonly warnings: readonly string[];
}

const AT = '2026-11-21T00:00:00.000Z';
const SEED = 7;

/** A whole run of the suite in this process, without files. */
export async function runWef(input: WefConfigInput): Promise<WefRun> {
  const config = wefConfigSchema.parse({ ceiling: false, ...input });
  const plan = planWef(config, SEED);
  const trials: TrialRecord[] = [];
  const warnings: string[] = [];
  const events: RunEvents = (event) => {
    if (event.type === 'warning') warnings.push(`${event.code}: ${event.text}`);
  };
  const outcome = await runSuite({
    ...{ suite: wefSuite, config, plan, runId: 'test', done: [], clock: createRealClock(), events },
    signal: new AbortController().signal,
    append: async (record) => {
      if (record.type === 'trial') trials.push(record);
    },
  });
  const header = {
    ...{ type: 'run', v: 1, id: 'test', suite: 'wef', suiteVersion: '0.0.0', startedAt: AT, seed: SEED },
    ...{ command: [], config: { ...config }, plan, environment: UNKNOWN },
  } as const satisfies RunHeader;
  return { trials, warnings, result: summarizeWef({ header, trials, finishedAt: AT, outcome }) };
}

const UNKNOWN: RunHeader['environment'] = {
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
