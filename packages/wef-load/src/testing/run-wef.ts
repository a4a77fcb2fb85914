import { runInMemory } from '@benchwright/load-driver/conformance';
import type { RunResult, TrialRecord } from '@benchwright/result-schema';
import { type WefConfigInput, wefConfigSchema } from '../config.js';
import { wefSuite } from '../suite.js';

export interface WefRun {
  readonly trials: readonly TrialRecord[];
  readonly result: RunResult;
  readonly warnings: readonly string[];
}

/** A whole run of the suite in this process, without files. */
export async function runWef(input: WefConfigInput): Promise<WefRun> {
  const config = wefConfigSchema.parse({ ceiling: false, ...input });
  const { trials, result, events } = await runInMemory(wefSuite, config);
  const warnings = events.flatMap((event) =>
    event.type === 'warning' ? [`${event.code}: ${event.text}`] : [],
  );
  return { trials, result, warnings };
}
