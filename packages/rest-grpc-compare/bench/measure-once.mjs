// One run of the built suite, as the command makes it, without a run folder.
import { createRealClock, runSuite } from '@benchwright/load-driver';
import { restGrpcConfigSchema, restGrpcSuite } from '../dist/index.js';

/** Runs the suite with a config input and returns its result. */
export async function measureOnce(input, seed = 1) {
  const config = restGrpcConfigSchema.parse(input);
  const plan = restGrpcSuite.plan(config, seed);
  const trials = [];
  const startedAt = new Date().toISOString();
  const outcome = await runSuite({
    suite: restGrpcSuite,
    config,
    plan,
    runId: 'bench',
    done: [],
    clock: createRealClock(),
    events: (event) => event.type === 'warning' && console.error(event),
    signal: new AbortController().signal,
    append: async (record) => void trials.push(record),
  });
  const header = {
    type: 'run',
    v: 1,
    id: 'bench',
    suite: restGrpcSuite.id,
    suiteVersion: restGrpcSuite.version,
    startedAt,
    seed: plan.seed,
    command: [],
    config,
    plan,
    environment: { packages: {} },
  };
  return restGrpcSuite.summarize({ header, trials, finishedAt: new Date().toISOString(), outcome });
}
