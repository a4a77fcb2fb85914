import { createRealClock, type RunEvent, runSuite } from '@benchwright/load-driver';
import type { RunResult, TrialRecord } from '@benchwright/result-schema';
import { type DbesdkConfigInput, dbesdkConfigSchema } from '../config.js';
import { dbesdkSuite } from '../suite.js';
import { sketchedRun } from './sketched-run.js';

/** What a whole run of the suite left. */
export interface Measured {
  readonly trials: readonly TrialRecord[];
  readonly events: readonly RunEvent[];
  readonly result: RunResult;
}

/** As short as trials can be: what they find is looked at, never how fast it was. */
export const BRIEF = {
  trials: 1,
  iterations: { warmup: 1, measurement: 2, warmup_time: 0, min_time: '10ms' },
} as const satisfies DbesdkConfigInput;

/** Runs the suite as the command would, and summarises what was recorded. Rejects as the run does. */
export async function measure(
  input: DbesdkConfigInput,
  signal: AbortSignal = new AbortController().signal,
): Promise<Measured> {
  const config = dbesdkConfigSchema.parse({ ...BRIEF, ...input });
  const plan = dbesdkSuite.plan(config, 42);
  const trials: TrialRecord[] = [];
  const events: RunEvent[] = [];
  const outcome = await runSuite({
    suite: dbesdkSuite,
    config,
    plan,
    runId: 'test',
    done: [],
    clock: createRealClock(),
    events: (event) => events.push(event),
    signal,
    append: async (record) => {
      if (record.type === 'trial') trials.push(record);
    },
  });
  const { header } = sketchedRun({ ...BRIEF, ...input }, {});
  const result = dbesdkSuite.summarize({ header, trials, finishedAt: null, outcome });
  return { trials, events, result };
}
