import { type InMemoryRun, runInMemory } from '@benchwright/load-driver/conformance';
import { type DbesdkConfigInput, dbesdkConfigSchema } from '../config.js';
import { dbesdkSuite } from '../suite.js';

/** As short as trials can be: what they find is looked at, never how fast it was. */
export const BRIEF = {
  trials: 1,
  iterations: { warmup: 1, measurement: 2, warmup_time: 0, min_time: '10ms' },
} as const satisfies DbesdkConfigInput;

/** Runs the suite as the command would, and summarises what was recorded. Rejects as the run does. */
export async function measure(input: DbesdkConfigInput): Promise<InMemoryRun> {
  return await runInMemory(dbesdkSuite, dbesdkConfigSchema.parse({ ...BRIEF, ...input }), { seed: 42 });
}
