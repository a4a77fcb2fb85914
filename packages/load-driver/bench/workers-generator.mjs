// One generator process with so many workers in a closed loop. Started by workers.mjs with its options as one JSON
// argument; prints one line of JSON. CPU is that of the whole process during the trial.
import { createWorkerDriver, ignoreEvents } from '@benchwright/load-driver';

const { workers, seconds, ...options } = JSON.parse(process.argv[2]);
const concurrency = options.connections * options.pipelining;
const driver = await createWorkerDriver({
  workers,
  module: new URL('workers-transport.mjs', import.meta.url),
  options,
  drainTimeoutNs: 5e9,
});
const trial = (forSeconds) =>
  driver.runTrial({
    cell: 'bench',
    trial: 0,
    load: { model: 'closed', concurrency, durationNs: forSeconds * 1e9 },
    warmup: null,
    ctx: { signal: new AbortController().signal, events: ignoreEvents, trialSeed: 1 },
  });
await trial(1);
const before = process.cpuUsage();
const { counts, durationNs, faults } = await trial(seconds);
const { user, system } = process.cpuUsage(before);
await driver.close();
if (faults || counts.failed > 0) throw new Error(JSON.stringify({ faults, counts }));
console.log(
  JSON.stringify({
    requestsPerSec: (counts.ok * 1e9) / durationNs,
    cpuNsPerRequest: ((user + system) * 1000) / counts.ok,
  }),
);
