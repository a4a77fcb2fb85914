// Runs the suite once with the config given as JSON and prints one of its views: for looking at figures while working.
//   node bench/run-once.mjs '{"requests": 2000}' console
import { createRealClock, runSuite } from '@benchwright/load-driver';
import { restGrpcConfigSchema, restGrpcSuite } from '../dist/index.js';

const [configText = '{}', viewId = 'console'] = process.argv.slice(2);
const config = restGrpcConfigSchema.parse(JSON.parse(configText));
const plan = restGrpcSuite.plan(config, 1);
const trials = [];
const outcome = await runSuite({
  suite: restGrpcSuite,
  config,
  plan,
  runId: 'once',
  done: [],
  clock: createRealClock(),
  events: (event) => event.type === 'warning' && console.error(event),
  signal: new AbortController().signal,
  append: async (record) => void trials.push(record),
});
const header = {
  type: 'run',
  v: 1,
  id: 'once',
  suite: restGrpcSuite.id,
  suiteVersion: restGrpcSuite.version,
  startedAt: trials[0].startedAt,
  seed: plan.seed,
  command: [],
  config,
  plan,
  environment: { packages: {} },
};
const result = restGrpcSuite.summarize({ header, trials, finishedAt: new Date().toISOString(), outcome });
process.stdout.write(restGrpcSuite.views.find(({ id }) => id === viewId).render(result));
