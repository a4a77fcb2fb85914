import type { RunEvent } from '@benchwright/load-driver';
import { inMemoryHeader, runInMemory } from '@benchwright/load-driver/conformance';
import type { RunResult, TrialRecord } from '@benchwright/result-schema';
import { type RestGrpcConfigInput, restGrpcConfigSchema } from '../config.js';
import { restGrpcSuite } from '../suite.js';

/** What a whole run of the suite left. */
export interface Measured {
  readonly trials: readonly TrialRecord[];
  readonly events: readonly RunEvent[];
  readonly result: RunResult;
  /** What the run ended with, if with an error. */
  readonly error: unknown;
}

const SEED = 7;

/** Runs the suite as the command would, and summarises what was recorded, of a run that failed too. */
export async function measure(
  input: RestGrpcConfigInput,
  onEvent: (event: RunEvent) => void = () => {},
): Promise<Measured> {
  const config = restGrpcConfigSchema.parse(input);
  const trials: TrialRecord[] = [];
  const events: RunEvent[] = [];
  const note = (event: RunEvent): void => {
    events.push(event);
    if (event.type === 'trial-finished') trials.push(event.record);
    onEvent(event);
  };
  const { error } = await runInMemory(restGrpcSuite, config, { seed: SEED, onEvent: note }).then(
    () => ({ error: null }),
    (error: unknown) => ({ error }),
  );
  const header = inMemoryHeader(restGrpcSuite, config, restGrpcSuite.plan(config, SEED));
  const outcome = error === null ? 'completed' : 'failed';
  const result = restGrpcSuite.summarize({ header, trials, finishedAt: null, outcome });
  return { trials, events, result, error };
}
