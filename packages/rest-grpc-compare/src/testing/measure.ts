import { createRealClock, type RunEvent, runSuite } from '@benchwright/load-driver';
import type { RunResult, TrialRecord } from '@benchwright/result-schema';
import { type RestGrpcConfigInput, restGrpcConfigSchema } from '../config.js';
import { restGrpcSuite } from '../suite.js';
import { runRecords } from './trial-records.js';

/** What a whole run of the suite left. */
export interface Measured {
  readonly trials: readonly TrialRecord[];
  readonly events: readonly RunEvent[];
  readonly result: RunResult;
  /** What the run ended with, if with an error. */
  readonly error: unknown;
}

/** Runs the suite as the command would, with the seed given, and summarises what was recorded. */
export async function measure(
  input: RestGrpcConfigInput,
  onEvent: (event: RunEvent) => void = () => {},
  seed = 7,
): Promise<Measured> {
  const config = restGrpcConfigSchema.parse(input);
  const trials: TrialRecord[] = [];
  const events: RunEvent[] = [];
  let error: unknown = null;
  await runSuite({
    suite: restGrpcSuite,
    config,
    plan: restGrpcSuite.plan(config, seed),
    runId: 'test',
    done: [],
    clock: createRealClock(),
    events: (event) => {
      events.push(event);
      onEvent(event);
    },
    signal: new AbortController().signal,
    append: async (record) => {
      if (record.type === 'trial') trials.push(record);
    },
  }).catch((thrown: unknown) => {
    error = thrown;
  });
  const { header } = runRecords([], input);
  const plan = restGrpcSuite.plan(config, seed);
  const result = restGrpcSuite.summarize({
    header: { ...header, config, plan, seed },
    trials,
    finishedAt: null,
    outcome: error === null ? 'completed' : 'failed',
  });
  return { trials, events, result, error };
}
