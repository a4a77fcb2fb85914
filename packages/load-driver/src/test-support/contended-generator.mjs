// Offers 500/s for half a second to a target that is a timer of 1 ms, and prints the trial's record: to be run where it is disturbed.
// An argument names the pacer.
import { createDriver, createOperationTransport, createRealClock, OutcomeTable } from '../../dist/index.js';

const clock = createRealClock();
const outcomes = new OutcomeTable();
const answer = { bodyBytes: 0 };
const transport = createOperationTransport(
  () => new Promise((resolve) => setTimeout(() => resolve(answer), 1)),
  { slots: 64, timeoutNs: 5e9, clock, outcomes },
);
const pacer = process.argv[2];
const driver = await createDriver({
  transport,
  clock,
  outcomes,
  drainTimeoutNs: 5e9,
  ...(pacer && { pacer }),
});
const record = await driver.runTrial({
  cell: 'a',
  trial: 0,
  load: { model: 'constant', ratePerSec: 500, durationNs: 0.5e9 },
  warmup: null,
  ctx: { signal: new AbortController().signal, events: () => {}, trialSeed: 1 },
});
await driver.close();
process.stdout.write(JSON.stringify(record));
