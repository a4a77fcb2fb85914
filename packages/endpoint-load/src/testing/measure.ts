import { createRealClock, type RunEvent, runSuite, type Suite } from '@benchwright/load-driver';
import type { CeilingRecord, RunResult, TrialRecord } from '@benchwright/result-schema';
import { type HttpConfigInput, httpConfigSchema } from '../config.js';
import { httpSuite } from '../suite.js';
import { headerOf } from './run-header.js';

/** What a whole run of the suite left. */
export interface Measured {
  readonly trials: readonly TrialRecord[];
  readonly events: readonly RunEvent[];
  readonly result: RunResult;
}

/** Runs the http suite as the command would, with the seed given, and summarises what was recorded. Throws what the run throws. */
export async function measure(input: HttpConfigInput, seed = 7): Promise<Measured> {
  const config = httpConfigSchema.parse({ timeout: '5s', ceiling: false, ...input });
  return await measureWith(httpSuite, config, seed);
}

/** The same with another suite, of a complete config of its own. */
export async function measureWith<Config extends object>(
  suite: Suite<Config>,
  config: Config,
  seed: number,
): Promise<Measured> {
  const plan = suite.plan(config, seed);
  const trials: TrialRecord[] = [];
  const ceilings: CeilingRecord[] = [];
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
      if (record.type === 'ceiling') ceilings.push(record);
    },
  });
  const header = { ...headerOf(config, plan), suite: suite.id };
  const result = suite.summarize({ header, trials, ceilings, finishedAt: null, outcome: 'completed' });
  return { trials, events, result };
}

/** The counts of the only cell. */
export function countsOf({ result }: Measured) {
  return result.cells[0]!.counts;
}

/** The warnings of a run, by code. */
export function warningsOf({ events }: Measured): Readonly<Record<string, string>> {
  return Object.fromEntries(
    events.flatMap((event) => (event.type === 'warning' ? [[event.code, event.text]] : [])),
  );
}
