// The bare transport in a closed loop that counts and does nothing else: what the command would do if it cost nothing.
// Started by http-command.mjs with its options as one JSON argument; prints one line of JSON.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  buildRequest,
  createHttp1Transport,
  createRealClock,
  fixedRequest,
  OutcomeTable,
} from '@benchwright/load-driver';

const { url, connections, seconds } = JSON.parse(process.argv[2] ?? '{}');
const { hostname, port, host, pathname } = new URL(url);
const clock = createRealClock();
const transport = createHttp1Transport({
  host: hostname,
  port: Number(port),
  connections,
  connectionPolicy: 'shared',
  requests: fixedRequest(buildRequest({ path: pathname, host })),
  timeoutNs: 5e9,
  connectTimeoutNs: 5e9,
  outcomes: new OutcomeTable(),
  clock,
});

let completed = 0;
let failed = 0;
let sequence = 0;
let running = true;
await transport.open({
  connected: () => {},
  complete: (slot, outcome) => {
    completed++;
    if (outcome !== 0) failed++;
    if (running) transport.send(slot, sequence++);
  },
});
for (let slot = 0; slot < transport.slots; slot++) transport.send(slot, sequence++);
await sleep(1000);
const before = { completed, ns: clock.nowNs(), cpu: process.cpuUsage() };
await sleep(seconds * 1000);
const answered = completed - before.completed;
const { user, system } = process.cpuUsage(before.cpu);
const requestsPerSec = (answered * 1e9) / (clock.nowNs() - before.ns);
running = false;
await transport.close();
if (failed > 0) throw new Error(`${failed} requests failed`);
console.log(JSON.stringify({ requestsPerSec, cpuNsPerRequest: ((user + system) * 1000) / answered }));
