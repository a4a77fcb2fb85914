// Where the time of one invocation goes, one at a time: the plain PUT of 1 KB by a hand-signed request, the same through the AWS SDK in the
// function, what the handler does besides, and what Lambda's API and the caller's SDK add. Needs a build: node bench/invocation.mjs
import { createRealClock, runSuite } from '@benchwright/load-driver';
import { captureEnvironment } from '@benchwright/result-schema';
import { s3IngestConfigSchema, s3IngestSuite } from '@benchwright/s3-ingest';

const SEED = 1;
const config = s3IngestConfigSchema.parse({
  workloads: ['events'],
  design: { memoryMb: 1769, batchEvents: 1, reservedConcurrency: 0 },
  invocations: 300,
  trials: 3,
  concurrency: 1,
  warmupInvocations: 50,
});
const plan = s3IngestSuite.plan(config, SEED);
const startedAt = new Date().toISOString();
const header = { type: 'run', v: 1, id: 'bench', suite: 's3-ingest', suiteVersion: s3IngestSuite.version };
const environment = await captureEnvironment({ packages: {} });
const trials = [];
const ceilings = [];
const outcome = await runSuite({
  ...{ suite: s3IngestSuite, config, plan, runId: 'bench', done: [], clock: createRealClock() },
  events: () => {},
  signal: new AbortController().signal,
  append: async (record) => {
    if (record.type === 'trial') trials.push(record);
    if (record.type === 'ceiling') ceilings.push(record);
  },
});
const command = ['node', 'bench/invocation.mjs'];
const result = s3IngestSuite.summarize({
  header: { ...header, startedAt, seed: SEED, command, config, plan, environment },
  ...{ trials, ceilings, outcome, finishedAt: new Date().toISOString() },
});

const [{ metrics, ceiling, counts }] = result.cells;
const p50Ms = (name) => metrics[name].percentiles['50'] / 1e6;
const rawMs = 1000 / ceiling.measured.ratePerSec;
const steps = [
  ['plain PUT, signed by hand beforehand', rawMs],
  ['PutObject of the SDK in the function', p50Ms('uploadNs')],
  ['the handler, event made and line logged', p50Ms('warmHandlerLatencyNs')],
  ['the invocation, from due to answer', p50Ms('responseTimeNs')],
];
console.log(`${counts.ok} invocations, ${counts.failed} failed; ms, p50 (plain PUT: mean)`);
for (const [what, ms] of steps) {
  console.log(`${what.padEnd(42)}${ms.toFixed(2).padStart(7)}  ×${(ms / rawMs).toFixed(1)}`);
}
console.log(`CPU of the function ${(metrics.functionCpuNs.estimate / 1e6).toFixed(2)} ms an invocation`);
