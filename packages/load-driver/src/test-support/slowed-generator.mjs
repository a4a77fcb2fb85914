// Offers 20/s for two seconds to a target that is a timer, and prints the trial's record. What is given as arguments (a program and its
// arguments, which slows this core down) is started a while into the trial and ended after it.
import { spawn } from 'node:child_process';
import { createDriver, createOperationTransport, createRealClock, OutcomeTable } from '../../dist/index.js';

const [program, ...args] = process.argv.slice(2);
const clock = createRealClock();
const outcomes = new OutcomeTable();
const answer = { bodyBytes: 0 };
const transport = createOperationTransport(
  () => new Promise((resolve) => setTimeout(() => resolve(answer), 1)),
  { slots: 64, timeoutNs: 5e9, clock, outcomes },
);
const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: 5e9 });
let hog;
setTimeout(() => {
  hog = spawn(program, args, { stdio: 'ignore' });
}, 200);
const record = await driver.runTrial({
  cell: 'a',
  trial: 0,
  load: { model: 'constant', ratePerSec: 20, durationNs: 2e9 },
  warmup: null,
  ctx: { signal: new AbortController().signal, events: () => {}, trialSeed: 1 },
});
const gone = new Promise((resolve) => hog.once('exit', resolve));
hog.kill('SIGKILL');
await gone;
await driver.close();
process.stdout.write(JSON.stringify(record));
